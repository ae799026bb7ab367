--liquibase formatted sql
--changeset flowforge:021-written-elsewhere
-- From here on the number 0 marks an event that this server has neither written nor looked at. Events that adoption has read, and those
-- of before there were numbers, count as those of the first transition, in the order of their event_id.
UPDATE service_request_event SET seq = 1
FROM request_run WHERE request_run.request_id = service_request_id AND service_request_event.seq = 0;
-- What another program has written. Nearly always empty.
CREATE INDEX service_request_event_elsewhere ON service_request_event (service_request_id) WHERE seq = 0;
-- The status and the run_seq of the document as adoption found them, so that it looks only once at what another program has written.
ALTER TABLE request_run ADD COLUMN found_status varchar;
ALTER TABLE request_run ADD COLUMN found_seq bigint NOT NULL DEFAULT 0;
