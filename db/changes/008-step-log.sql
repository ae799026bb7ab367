--liquibase formatted sql
--changeset flowforge:008-step-log
CREATE TABLE step_log (
  log_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  request_id varchar NOT NULL,
  step_name varchar NOT NULL,
  level varchar NOT NULL,
  logged_at timestamp without time zone NOT NULL,
  text varchar NOT NULL
);
CREATE INDEX step_log_of_step ON step_log (request_id, step_name, log_id);
