--liquibase formatted sql
--changeset flowforge:023-queue-pipeline
-- The line of each pipeline, so that requests of a pipeline that is at its cap can be passed over without reading them.
CREATE INDEX scheduled_tasks_pipeline_line ON scheduled_tasks (org_id, coalesce(pipeline_id, ''), execution_time)
WHERE NOT picked AND task_name = 'run-request';
