--liquibase formatted sql
--changeset flowforge:027-secret splitStatements:false
-- The keys that secrets are wrapped with, by their ids. Each row is a canary: a constant, sealed with that key. No key is in here.
CREATE TABLE secret_key (
  key_id varchar PRIMARY KEY,
  wrapped_key bytea NOT NULL,
  sealed bytea NOT NULL,
  created_on timestamp without time zone NOT NULL
);
-- The secrets of organizations. The value is sealed with a key of the row's own, which is wrapped with a key of the operator.
CREATE TABLE secret (
  org_id integer NOT NULL REFERENCES organization (org_id),
  name varchar NOT NULL,
  version integer NOT NULL,
  -- host or host:port, with blanks between them
  hosts varchar NOT NULL,
  key_id varchar NOT NULL REFERENCES secret_key (key_id),
  wrapped_key bytea NOT NULL,
  sealed bytea NOT NULL,
  created_on timestamp without time zone NOT NULL,
  -- empty for an operator
  updated_by varchar NOT NULL,
  updated_on timestamp without time zone NOT NULL,
  used_on timestamp without time zone,
  PRIMARY KEY (org_id, name)
);
CREATE INDEX secret_of_key ON secret (key_id, org_id, name);

-- Nobody may use the secrets of a deleted organization. A trigger, so that servers of the version before delete them, too.
CREATE FUNCTION forget_secrets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM secret WHERE org_id = NEW.org_id;
  RETURN NULL;
END $$;
CREATE TRIGGER forget_secrets AFTER UPDATE OF deleted ON organization
  FOR EACH ROW WHEN (NEW.deleted) EXECUTE FUNCTION forget_secrets();
