--liquibase formatted sql
--changeset flowforge:010-trace
-- The name of the call that caused the transition (X-Request-Id), or that caused what a worker then did. Empty for the system.
ALTER TABLE request_transition ADD COLUMN trace_id varchar NOT NULL DEFAULT '';
