--liquibase formatted sql
--changeset flowforge:001-user
-- IF NOT EXISTS: an existing deployment has this table, with these names.
CREATE TABLE IF NOT EXISTS "user" (
  user_id varchar PRIMARY KEY,
  name varchar NOT NULL,
  email varchar NOT NULL,
  identity_provider varchar NOT NULL,
  created_on timestamp without time zone NOT NULL,
  deleted boolean NOT NULL DEFAULT FALSE
);
