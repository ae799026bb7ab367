--liquibase formatted sql
--changeset flowforge:006-request-transition
-- Append-only: every transition of every request, numbered without gaps. The key refuses a number given twice.
CREATE TABLE request_transition (
  request_id varchar NOT NULL REFERENCES request_run (request_id) ON DELETE CASCADE,
  seq bigint NOT NULL,
  transition varchar NOT NULL,
  to_status varchar NOT NULL,
  caused_by varchar NOT NULL,
  happened_at timestamp without time zone NOT NULL,
  PRIMARY KEY (request_id, seq)
);
