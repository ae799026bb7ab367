--liquibase formatted sql
--changeset flowforge:033-log-runs splitStatements:false
-- The run that a line belongs to; null means 1. A trigger fills it in for what servers of the version before write.
ALTER TABLE step_log ADD COLUMN run integer;
CREATE FUNCTION step_log_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT run INTO NEW.run FROM request_run WHERE request_id = NEW.request_id;
  RETURN NEW;
END $$;
CREATE TRIGGER step_log_run BEFORE INSERT ON step_log
FOR EACH ROW WHEN (NEW.run IS NULL) EXECUTE FUNCTION step_log_run();
