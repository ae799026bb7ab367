--liquibase formatted sql
--changeset flowforge:022-queue-organization splitStatements:false
-- Whose entry it is, so that organizations can take turns. A trigger fills it in for entries of servers of the version before, which go
-- on inserting rows without it until they are replaced, and do so again after going back. Organization 0 does not exist.
ALTER TABLE scheduled_tasks ADD COLUMN org_id integer;
ALTER TABLE scheduled_tasks ADD COLUMN pipeline_id varchar;

CREATE FUNCTION scheduled_task_organization() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT org_id, pipeline_id INTO NEW.org_id, NEW.pipeline_id FROM request_run
  WHERE request_id = regexp_replace(NEW.task_instance, '/[^/]*$', '');
  NEW.org_id := coalesce(NEW.org_id, 0);
  RETURN NEW;
END $$;
CREATE TRIGGER scheduled_task_organization BEFORE INSERT ON scheduled_tasks
FOR EACH ROW WHEN (NEW.org_id IS NULL) EXECUTE FUNCTION scheduled_task_organization();

UPDATE scheduled_tasks SET org_id = run.org_id, pipeline_id = run.pipeline_id FROM request_run AS run
WHERE run.request_id = regexp_replace(task_instance, '/[^/]*$', '');
UPDATE scheduled_tasks SET org_id = 0 WHERE org_id IS NULL;

-- Each organization's line.
CREATE INDEX scheduled_tasks_line ON scheduled_tasks (org_id, execution_time) WHERE NOT picked AND task_name = 'run-request';
-- What workers hold. Without the time of the heartbeat, so that heartbeats change no index.
CREATE INDEX scheduled_tasks_held ON scheduled_tasks (org_id) WHERE picked;
DROP INDEX scheduled_tasks_heartbeat;
ALTER TABLE scheduled_tasks SET (fillfactor = 50);
