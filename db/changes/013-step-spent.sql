--liquibase formatted sql
--changeset flowforge:013-step-spent
-- How much of its time the current step has used up: its attempts and the waits between them, in milliseconds. A point in time
-- would count what a crash or an outage of a store took, which is not the step's.
ALTER TABLE request_run ADD COLUMN step_spent_ms bigint NOT NULL DEFAULT 0;
-- step_since stays for servers of the version before, which go on writing it until they are replaced. Only max_elapsed_seconds goes
-- by either: while both versions run, a step that has it may count as having used up its time early.
