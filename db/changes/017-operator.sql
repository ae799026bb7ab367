--liquibase formatted sql

--changeset flowforge:017-operator
-- The name of the operator who caused a transition by the command line; caused_by is empty then.
ALTER TABLE request_transition ADD COLUMN operator varchar NOT NULL DEFAULT '';
