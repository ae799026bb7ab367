--liquibase formatted sql
--changeset flowforge:032-run-index
-- The transitions that begin runs. Nearly always empty.
CREATE INDEX request_transition_resumed ON request_transition (request_id, seq) WHERE transition = 'RESUME';
