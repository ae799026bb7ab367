--liquibase formatted sql
--changeset flowforge:014-event-id-64-bit splitStatements:false
-- All events of all requests share this counter, and 32 bits end: then nobody could submit, approve or cancel anything. Rewrites the
-- table under an exclusive lock; servers of the version before wait for it, or retry, and continue. They never select event_id, so
-- their prepared statements stay valid.
DO $$
DECLARE
  counter text;
BEGIN
  -- However long it takes, even if the role or the database has a limit.
  SET LOCAL statement_timeout = 0;
  ALTER TABLE service_request_event ALTER COLUMN event_id TYPE bigint;
  counter := pg_get_serial_sequence('service_request_event', 'event_id');
  IF counter IS NULL THEN
    -- In a database that was copied by hand the column may own no sequence, but its default names one.
    SELECT substring(pg_get_expr(d.adbin, d.adrelid) FROM $q$nextval\(+'([^']+)'$q$) INTO counter
    FROM pg_attrdef d
    JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
    WHERE d.adrelid = 'service_request_event'::regclass AND a.attname = 'event_id';
  END IF;
  EXECUTE format('ALTER SEQUENCE %s AS bigint NO MAXVALUE NO CYCLE', counter);
END $$;
