--liquibase formatted sql
--changeset flowforge:011-attempts
-- Which attempt of the current step runs or is waited for, from 1, and since when the step is under way with all its attempts.
-- With defaults, because servers of the version before go on inserting rows until they are replaced.
ALTER TABLE request_run ADD COLUMN attempt integer NOT NULL DEFAULT 1;
ALTER TABLE request_run
  ADD COLUMN step_since timestamp without time zone NOT NULL DEFAULT (now() AT TIME ZONE 'UTC');
UPDATE request_run SET step_since = updated_at;
