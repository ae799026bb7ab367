--liquibase formatted sql
--changeset flowforge:020-settled-organizations splitStatements:false
-- The deleted organizations whose requests have all ended. A table of its own, because the older system reads all columns of
-- organization and fails if there is one that it does not know.
CREATE TABLE settled_organization (org_id integer PRIMARY KEY);
DO $$
BEGIN
  -- Somebody who went back to the older system may have dropped it already.
  IF EXISTS (SELECT 1 FROM information_schema.columns
             WHERE table_schema = current_schema() AND table_name = 'organization'
               AND column_name = 'requests_open') THEN
    INSERT INTO settled_organization SELECT org_id FROM organization WHERE deleted AND NOT requests_open;
    ALTER TABLE organization DROP COLUMN requests_open;
  END IF;
END $$;
-- The organizations whose requests are to be cancelled are those of this index that have not settled.
CREATE INDEX organization_deleted ON organization (org_id) WHERE deleted;
