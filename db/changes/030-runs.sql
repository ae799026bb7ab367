--liquibase formatted sql
--changeset flowforge:030-runs
-- Each of these changes locks one table: a lock that comes to a second one later would deadlock with servers that are at work.
-- How often the request has been run: each retry begins another run.
ALTER TABLE request_run ADD COLUMN run integer NOT NULL DEFAULT 1;
-- The version of the pipeline that a retry has moved the request to; pipeline_id is its id then. Null for the one that the document names.
ALTER TABLE request_run ADD COLUMN pipeline_version integer;
ALTER TABLE request_run ADD COLUMN pipeline_name varchar;
