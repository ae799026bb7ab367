--liquibase formatted sql
--changeset flowforge:024-narrow-index
-- PostgreSQL stores equal keys of an index once. The events of a request are few, and sorting them costs next to nothing; with number and
-- id in the key, this index needed four times the space.
CREATE INDEX service_request_event_of_request_id ON service_request_event (service_request_id);
