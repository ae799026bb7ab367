--liquibase formatted sql
--changeset flowforge:002-organization
CREATE TABLE IF NOT EXISTS organization (
  org_id serial PRIMARY KEY,
  name varchar NOT NULL,
  owner varchar NOT NULL REFERENCES "user" (user_id),
  created_on timestamp without time zone NOT NULL,
  deleted boolean NOT NULL DEFAULT FALSE
);
