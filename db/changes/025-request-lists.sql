--liquibase formatted sql
--changeset flowforge:025-request-lists splitStatements:false
-- Lists read the ids of a page from here: one range of an index for each status, in the order of the list. Rows without a requester are
-- in no list until RequestOrigins has filled them in.
CREATE INDEX request_run_listed ON request_run (org_id, status, created_on DESC, request_id DESC)
  WHERE user_id IS NOT NULL;
CREATE INDEX request_run_listed_own
  ON request_run (org_id, user_id, status, created_on DESC, request_id DESC);
-- Without updated_at, which every transition changes: a transition that leaves the status alone writes no index.
DROP INDEX request_run_unprojected;
CREATE INDEX request_run_unprojected ON request_run (org_id, projected_seq, request_id)
  WHERE projected_seq < status_seq;

-- How many requests of each status an organization has, and each of its users. The truth is the sum of both tables: every change of a
-- status adds a row to the second one, which conflicts with nothing, and a sweep adds these rows up into the first one.
CREATE TABLE request_count (
  org_id integer NOT NULL,
  -- whether all users are counted; user_id is empty then
  is_total boolean NOT NULL,
  user_id varchar NOT NULL,
  status varchar NOT NULL,
  requests bigint NOT NULL,
  PRIMARY KEY (org_id, is_total, user_id, status)
);
CREATE TABLE request_count_change (
  org_id integer NOT NULL,
  user_id varchar NOT NULL,
  -- the status before and after, null if there was, or is, no such request
  was varchar,
  becomes varchar
);
CREATE INDEX request_count_change_of_organization ON request_count_change (org_id);

-- A trigger counts what everybody writes, servers of the version before included.
CREATE FUNCTION count_request_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    TRUNCATE request_count, request_count_change;
  ELSIF TG_OP = 'INSERT' THEN
    INSERT INTO request_count_change VALUES (NEW.org_id, NEW.user_id, NULL, NEW.status);
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO request_count_change VALUES (OLD.org_id, OLD.user_id, OLD.status, NULL);
  ELSIF OLD.org_id = NEW.org_id AND OLD.user_id = NEW.user_id THEN
    INSERT INTO request_count_change VALUES (NEW.org_id, NEW.user_id, OLD.status, NEW.status);
  ELSE
    INSERT INTO request_count_change SELECT OLD.org_id, OLD.user_id, OLD.status, NULL WHERE OLD.user_id IS NOT NULL;
    INSERT INTO request_count_change SELECT NEW.org_id, NEW.user_id, NULL, NEW.status WHERE NEW.user_id IS NOT NULL;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER count_added_request AFTER INSERT ON request_run
  FOR EACH ROW WHEN (NEW.user_id IS NOT NULL) EXECUTE FUNCTION count_request_change();
CREATE TRIGGER count_removed_request AFTER DELETE ON request_run
  FOR EACH ROW WHEN (OLD.user_id IS NOT NULL) EXECUTE FUNCTION count_request_change();
CREATE TRIGGER count_changed_request AFTER UPDATE OF org_id, user_id, status ON request_run
  FOR EACH ROW WHEN (OLD.org_id <> NEW.org_id OR OLD.user_id IS DISTINCT FROM NEW.user_id OR OLD.status <> NEW.status)
  EXECUTE FUNCTION count_request_change();
CREATE TRIGGER forget_request_counts AFTER TRUNCATE ON request_run
  FOR EACH STATEMENT EXECUTE FUNCTION count_request_change();

-- Writers wait for this change, because it has created triggers; so nothing is missed.
INSERT INTO request_count (org_id, is_total, user_id, status, requests)
SELECT org_id, FALSE, user_id, status, count(*) FROM request_run WHERE user_id IS NOT NULL
GROUP BY org_id, user_id, status;
INSERT INTO request_count (org_id, is_total, user_id, status, requests)
SELECT org_id, TRUE, '', status, sum(requests) FROM request_count GROUP BY org_id, status;
