--liquibase formatted sql
--changeset flowforge:031-history
-- At which step and in which attempt it happened, and why something failed. Null in rows of before this change, and of servers of the
-- version before. Not step_name, because these servers join this table to the events and do not say whose step_name they mean.
ALTER TABLE request_transition ADD COLUMN at_step varchar;
ALTER TABLE request_transition ADD COLUMN attempt integer;
ALTER TABLE request_transition ADD COLUMN reason varchar;
