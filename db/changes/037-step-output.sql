--liquibase formatted sql
--changeset flowforge:037-step-output
-- What later steps of a request may use. A step that declares outputs and has been executed has one row with an empty name, which holds the
-- plain ones as a JSON object, and a row for each secret output, sealed like a secret.
CREATE TABLE step_output (
  request_id varchar NOT NULL,
  step_name varchar NOT NULL,
  name varchar NOT NULL,
  run integer NOT NULL,
  org_id integer NOT NULL,
  value varchar,
  key_id varchar REFERENCES secret_key (key_id),
  wrapped_key bytea,
  sealed bytea,
  PRIMARY KEY (request_id, step_name, name)
);
CREATE INDEX step_output_of_key ON step_output (key_id, request_id, step_name, name) WHERE key_id IS NOT NULL;
