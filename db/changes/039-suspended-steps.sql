--liquibase formatted sql
--changeset flowforge:039-suspended-steps splitStatements:false
-- A suspended step waits for a time or a signal. Its dispatch is the one in wait_leg; rows of ordinary runs hold nothing there.
-- Servers of the version before would execute such work as if the step began, so its queue entries have a name that they do not know.
ALTER TABLE request_run ADD COLUMN wait_leg bigint;
CREATE TABLE step_wait (
  request_id varchar PRIMARY KEY REFERENCES request_run (request_id) ON DELETE CASCADE,
  org_id integer NOT NULL,
  step_name text NOT NULL,
  run integer NOT NULL,
  waits_for varchar(20) NOT NULL,
  since timestamp NOT NULL,
  until timestamp NOT NULL,
  is_signalled boolean NOT NULL,
  looks integer NOT NULL,
  memo text NOT NULL
);
CREATE INDEX scheduled_tasks_line_of_work ON scheduled_tasks (org_id, execution_time)
  WHERE NOT picked AND task_name IN ('run-request', 'run-request-again', 'continue-request');
DROP INDEX scheduled_tasks_line_of_runs;
CREATE INDEX scheduled_tasks_pipeline_line_of_work ON scheduled_tasks (org_id, coalesce(pipeline_id, ''), execution_time)
  WHERE NOT picked AND task_name IN ('run-request', 'run-request-again', 'continue-request');
DROP INDEX scheduled_tasks_pipeline_line_of_runs;
