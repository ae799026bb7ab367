--liquibase formatted sql
--changeset flowforge:007-event-sequence
-- The transition that caused the event. Rows of before this column count as 0, in the order of their event_id.
ALTER TABLE service_request_event ADD COLUMN seq bigint NOT NULL DEFAULT 0;
CREATE INDEX service_request_event_of_request
  ON service_request_event (service_request_id, seq, event_id);
