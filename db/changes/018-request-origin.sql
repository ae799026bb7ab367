--liquibase formatted sql
--changeset flowforge:018-request-origin
-- What lists need to know of a request. Null until it is filled from the document: rows of before this change, and of servers of the
-- version before, which go on inserting rows without it until they are replaced.
ALTER TABLE request_run ADD COLUMN user_id varchar;
ALTER TABLE request_run ADD COLUMN pipeline_id varchar;
ALTER TABLE request_run ADD COLUMN created_on timestamp without time zone;
-- What is still to be filled. Nearly always empty.
CREATE INDEX request_run_without_origin ON request_run (request_id) WHERE user_id IS NULL;
