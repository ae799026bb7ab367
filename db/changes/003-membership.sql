--liquibase formatted sql
--changeset flowforge:003-membership
CREATE TABLE IF NOT EXISTS membership (
  user_id varchar NOT NULL REFERENCES "user" (user_id),
  org_id integer NOT NULL REFERENCES organization (org_id),
  role varchar NOT NULL,
  joined_on timestamp without time zone NOT NULL,
  deleted boolean NOT NULL DEFAULT FALSE,
  PRIMARY KEY (user_id, org_id)
);
