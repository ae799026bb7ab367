--liquibase formatted sql
--changeset flowforge:004-service-request-event
-- created_by is empty for the system, so it refers to no table.
CREATE TABLE IF NOT EXISTS service_request_event (
  event_id serial PRIMARY KEY,
  event_type varchar NOT NULL,
  service_request_id varchar NOT NULL,
  step_name varchar NOT NULL,
  step_type varchar NOT NULL,
  created_by varchar,
  created_at timestamp without time zone NOT NULL
);
