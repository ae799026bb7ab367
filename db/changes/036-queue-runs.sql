--liquibase formatted sql
--changeset flowforge:036-queue-runs splitStatements:false
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
