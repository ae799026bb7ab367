--liquibase formatted sql
--changeset flowforge:026-wide-index
-- A change of its own: a lock that grows within a transaction would deadlock with servers that read the table and then write it.
DROP INDEX service_request_event_of_request;
