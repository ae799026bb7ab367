--liquibase formatted sql
--changeset flowforge:034-log-run-index
CREATE INDEX step_log_of_run ON step_log (request_id, step_name, coalesce(run, 1), log_id);
