--liquibase formatted sql
--changeset flowforge:028-pipeline-versions
-- Which version of a pipeline follows which. A pipeline without a row is the only version of itself: those of servers of the version
-- before, which add documents only, and those that have never been changed since this change.
CREATE TABLE pipeline_version (
  org_id integer NOT NULL,
  -- the id of the first version
  lineage varchar NOT NULL,
  version integer NOT NULL,
  pipeline_id varchar NOT NULL,
  -- null on the newest version
  successor_id varchar,
  -- the same on all versions of a lineage
  archived_on timestamp,
  PRIMARY KEY (org_id, lineage, version)
);
CREATE UNIQUE INDEX pipeline_version_pipeline ON pipeline_version (pipeline_id);
CREATE UNIQUE INDEX pipeline_version_newest ON pipeline_version (lineage) WHERE successor_id IS NULL;
-- The versions whose documents are being written. Nobody sees these documents. Nearly always empty.
CREATE TABLE pipeline_version_intent (
  pipeline_id varchar PRIMARY KEY,
  org_id integer NOT NULL,
  created_at timestamp NOT NULL
);
CREATE INDEX pipeline_version_intent_of_organization ON pipeline_version_intent (org_id);
