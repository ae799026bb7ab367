--liquibase formatted sql
--changeset flowforge:019-older-tables splitStatements:false
-- Tables of the older system from before 2024-05-21 lack columns, and all of its tables allow null where this server never writes it.
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.columns
             WHERE table_schema = current_schema() AND table_name = 'service_request_event'
               AND column_name = 'approved_by')
     AND NOT EXISTS (SELECT 1 FROM information_schema.columns
                     WHERE table_schema = current_schema() AND table_name = 'service_request_event'
                       AND column_name = 'created_by') THEN
    ALTER TABLE service_request_event RENAME COLUMN approved_by TO created_by;
  END IF;
  ALTER TABLE service_request_event ADD COLUMN IF NOT EXISTS created_by varchar;
  ALTER TABLE service_request_event ADD COLUMN IF NOT EXISTS step_type varchar NOT NULL DEFAULT '';
  ALTER TABLE "user" ADD COLUMN IF NOT EXISTS email varchar NOT NULL DEFAULT '';
  UPDATE "user" SET deleted = FALSE WHERE deleted IS NULL;
  UPDATE organization SET deleted = FALSE WHERE deleted IS NULL;
  UPDATE membership SET deleted = FALSE WHERE deleted IS NULL;
  UPDATE "user" SET created_on = 'epoch' WHERE created_on IS NULL;
  UPDATE organization SET created_on = 'epoch' WHERE created_on IS NULL;
  UPDATE membership SET joined_on = 'epoch' WHERE joined_on IS NULL;
END $$;
