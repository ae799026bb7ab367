--liquibase formatted sql
--changeset flowforge:029-submission-keys
-- What was submitted with an Idempotency-Key. A key is written together with the row of its request.
CREATE TABLE submission_key (
  org_id integer NOT NULL,
  user_id varchar NOT NULL,
  idempotency_key varchar NOT NULL,
  -- SHA-256 of what was submitted
  fingerprint varchar NOT NULL,
  request_id varchar NOT NULL,
  -- the version on which the request runs
  pipeline_id varchar NOT NULL,
  created_at timestamp NOT NULL,
  PRIMARY KEY (org_id, user_id, idempotency_key)
);
CREATE INDEX submission_key_request ON submission_key (request_id);
CREATE INDEX submission_key_age ON submission_key (created_at);
