--liquibase formatted sql
--changeset flowforge:015-write-probe
-- Readiness inserts a row here and removes it in the same transaction, so the table always looks empty. The filler fills a page and
-- is stored as it is: the probe must notice when no page can be added because the disk is full.
CREATE TABLE write_probe (
  id varchar NOT NULL,
  filler varchar NOT NULL
);
ALTER TABLE write_probe ALTER COLUMN filler SET STORAGE PLAIN;
