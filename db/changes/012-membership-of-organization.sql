--liquibase formatted sql
--changeset flowforge:012-membership-of-organization
-- The key begins with the user; who asks for the members of an organization has only that.
CREATE INDEX membership_of_organization ON membership (org_id);
