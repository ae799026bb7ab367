--liquibase formatted sql
--changeset flowforge:030-runs splitStatements:false
-- How often the request has been run: each retry begins another run.
ALTER TABLE request_run ADD COLUMN run integer NOT NULL DEFAULT 1;
-- The version of the pipeline that a retry has moved the request to; pipeline_id is its id then. Null for the one that the document names.
ALTER TABLE request_run ADD COLUMN pipeline_version integer;
ALTER TABLE request_run ADD COLUMN pipeline_name varchar;
-- The transitions that begin runs. Nearly always empty.
CREATE INDEX request_transition_resumed ON request_transition (request_id, seq) WHERE transition = 'RESUME';

-- The run that a line belongs to; null means 1. A trigger fills it in for what servers of the version before write.
ALTER TABLE step_log ADD COLUMN run integer;
CREATE FUNCTION step_log_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT run INTO NEW.run FROM request_run WHERE request_id = NEW.request_id;
  RETURN NEW;
END $$;
CREATE TRIGGER step_log_run BEFORE INSERT ON step_log
FOR EACH ROW WHEN (NEW.run IS NULL) EXECUTE FUNCTION step_log_run();
CREATE INDEX step_log_of_run ON step_log (request_id, step_name, coalesce(run, 1), log_id);
DROP INDEX step_log_of_step;

-- Servers of the version before would run a retried request with the Idempotency-Key of its first run, so that a target might answer with
-- what it answered then. They know no other task than run-request, so an entry of a further run has another name. A trigger renames those
-- that they write themselves, when somebody approves through them.
ALTER TABLE scheduled_tasks ADD COLUMN run integer;
CREATE FUNCTION scheduled_task_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT run INTO NEW.run FROM request_run WHERE request_id = regexp_replace(NEW.task_instance, '/[^/]*$', '');
  IF NEW.run > 1 THEN
    NEW.task_name := 'run-request-again';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER scheduled_task_run BEFORE INSERT ON scheduled_tasks
FOR EACH ROW WHEN (NEW.run IS NULL AND NEW.task_name = 'run-request') EXECUTE FUNCTION scheduled_task_run();
CREATE INDEX scheduled_tasks_line_of_runs ON scheduled_tasks (org_id, execution_time)
  WHERE NOT picked AND task_name IN ('run-request', 'run-request-again');
DROP INDEX scheduled_tasks_line;
CREATE INDEX scheduled_tasks_pipeline_line_of_runs ON scheduled_tasks (org_id, coalesce(pipeline_id, ''), execution_time)
  WHERE NOT picked AND task_name IN ('run-request', 'run-request-again');
DROP INDEX scheduled_tasks_pipeline_line;
