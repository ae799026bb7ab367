--liquibase formatted sql
--changeset flowforge:016-closed-organizations
-- Whether requests of the organization may be open. Set to false once all requests of a deleted organization have ended. True for all
-- that exist, so that those of organizations that were deleted earlier are cancelled, too. A constant default rewrites no rows.
ALTER TABLE organization ADD COLUMN requests_open boolean NOT NULL DEFAULT TRUE;
-- The organizations whose requests are to be cancelled. Nearly always empty.
CREATE INDEX organization_closing ON organization (org_id) WHERE deleted AND requests_open;
-- The open requests of an organization; those that run come last, so that a scan backwards finds them first.
CREATE INDEX request_run_open ON request_run (org_id, status)
  WHERE status IN ('Not Started', 'Pending', 'Running');
-- Counted when somebody founds an organization.
CREATE INDEX organization_of_owner ON organization (owner);
