--liquibase formatted sql
--changeset flowforge:040-callbacks
-- The calls from outside that steps wait for. Of the token in a URL only the hash is kept; the body of the call is sealed.
CREATE TABLE callback (
  request_id varchar NOT NULL REFERENCES request_run (request_id) ON DELETE CASCADE,
  step_name text NOT NULL,
  org_id integer NOT NULL,
  run integer NOT NULL,
  key_id varchar(32) NOT NULL,
  token_hash bytea NOT NULL,
  issued_at timestamp NOT NULL,
  received_at timestamp,
  content_type text,
  body_key_id varchar(32),
  wrapped_key bytea,
  sealed bytea,
  PRIMARY KEY (request_id, step_name)
);
CREATE UNIQUE INDEX callback_token ON callback (token_hash);
