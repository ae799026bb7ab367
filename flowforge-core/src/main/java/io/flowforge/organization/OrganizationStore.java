package io.flowforge.organization;

import io.flowforge.postgres.Row;
import io.flowforge.postgres.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables {@code organization} and {@code settled_organization}. */
public final class OrganizationStore {

  /** Adds an organization and returns it with its id. */
  public Organization add(Tx tx, String name, String owner, Instant now) {
    return tx.list(
            """
            INSERT INTO organization (name, owner, created_on, deleted)
            VALUES (?, ?, ?, FALSE)
            RETURNING org_id
            """,
            row -> new Organization(row.integer("org_id"), name, owner, now, false),
            name,
            owner,
            now)
        .getFirst();
  }

  /** Returns the organizations with this name, oldest first. Names are not unique. */
  public List<Organization> named(Tx tx, String name) {
    return tx.list(
        """
        SELECT org_id, name, owner, created_on, deleted
        FROM organization WHERE name = ? AND deleted IS NOT TRUE ORDER BY org_id
        """,
        OrganizationStore::organization,
        name);
  }

  /** Returns the deleted organizations with this name, newest first. */
  public List<Organization> deletedNamed(Tx tx, String name) {
    return tx.list(
        """
        SELECT org_id, name, owner, created_on, deleted
        FROM organization WHERE name = ? AND deleted ORDER BY org_id DESC
        """,
        OrganizationStore::organization,
        name);
  }

  /** Returns the id that the last organization got, deleted ones included; 0 without any. */
  public int lastId(Tx tx) {
    return tx.list(
            """
            SELECT coalesce(
              pg_sequence_last_value(pg_get_serial_sequence('organization', 'org_id')::regclass), 0)
              AS last
            """,
            row -> row.integer("last"))
        .getFirst();
  }

  /** Lets the next organization get an id above this one. */
  public void skipIdsTo(Tx tx, int id) {
    var _ =
        tx.list(
            "SELECT setval(pg_get_serial_sequence('organization', 'org_id'), ?) AS last",
            row -> row.integer("last"),
            id);
  }

  /** Counts the organizations that the user owns, including deleted ones. */
  int countOwnedBy(Tx tx, String userId) {
    return tx.list(
            "SELECT count(*) AS owned FROM organization WHERE owner = ?",
            row -> row.integer("owned"),
            userId)
        .getFirst();
  }

  /** Returns the organizations that the user is a member of, oldest first. */
  List<Organization> ofMember(Tx tx, String userId) {
    return tx.list(
        """
        SELECT o.org_id, o.name, o.owner, o.created_on, o.deleted
        FROM organization o
        JOIN membership m ON m.org_id = o.org_id AND NOT m.deleted
        JOIN "user" u ON u.user_id = m.user_id AND NOT u.deleted
        WHERE m.user_id = ? AND NOT o.deleted
        ORDER BY o.org_id
        """,
        OrganizationStore::organization,
        userId);
  }

  /** Returns the organizations whose Owner is no member with that role any more, oldest first. */
  public List<Organization> withoutOwner(Tx tx) {
    return tx.list(
        """
        SELECT o.org_id, o.name, o.owner, o.created_on, o.deleted
        FROM organization o
        WHERE o.deleted IS NOT TRUE AND NOT EXISTS (
          SELECT 1 FROM membership m
          JOIN "user" u ON u.user_id = m.user_id AND u.deleted IS NOT TRUE
          WHERE m.org_id = o.org_id AND m.role = 'Owner' AND m.deleted IS NOT TRUE)
        ORDER BY o.org_id LIMIT 100
        """,
        OrganizationStore::organization);
  }

  /** Returns all organizations, oldest first. */
  List<Organization> all(Tx tx) {
    return tx.list(
        """
        SELECT org_id, name, owner, created_on, deleted FROM organization
        WHERE deleted IS NOT TRUE ORDER BY org_id
        """,
        OrganizationStore::organization);
  }

  /**
   * Finds the organization and locks its row until the transaction ends. Rows that refer to it can
   * still be added.
   */
  public Optional<Organization> lock(Tx tx, int orgId) {
    return tx.find(
        """
        SELECT org_id, name, owner, created_on, deleted
        FROM organization WHERE org_id = ? AND NOT deleted
        FOR NO KEY UPDATE
        """,
        OrganizationStore::organization,
        orgId);
  }

  /**
   * Finds the organization and locks its row against every other use until the transaction ends.
   * Waits for transactions that let a request of it go on, which hold {@code FOR KEY SHARE}.
   */
  Optional<Organization> lockToDelete(Tx tx, int orgId) {
    return tx.find(
        """
        SELECT org_id, name, owner, created_on, deleted
        FROM organization WHERE org_id = ? AND NOT deleted
        FOR UPDATE
        """,
        OrganizationStore::organization,
        orgId);
  }

  /** Keeps organizations from being deleted until the transaction ends. */
  public void keep(Tx tx, List<Integer> orgIds) {
    var _ =
        tx.list(
            """
            SELECT org_id FROM organization WHERE org_id = ANY(CAST(? AS varchar[])::integer[])
            ORDER BY org_id FOR KEY SHARE
            """,
            row -> row.integer("org_id"),
            orgIds);
  }

  /** Returns the Owners of those of the organizations that have been deleted, by their ids. */
  public Map<Integer, String> ownersOfDeleted(Tx tx, List<Integer> orgIds) {
    Map<Integer, String> owners = new HashMap<>();
    var _ =
        tx.list(
            """
            SELECT org_id, owner FROM organization
            WHERE org_id = ANY(CAST(? AS varchar[])::integer[]) AND deleted
            """,
            row -> owners.put(row.integer("org_id"), row.text("owner")),
            orgIds);
    return owners;
  }

  /** Returns deleted organizations whose requests may be open. */
  public List<Organization> closing(Tx tx, int limit) {
    return tx.list(
        """
        SELECT org_id, name, owner, created_on, deleted
        FROM organization
        WHERE deleted AND NOT EXISTS (
          SELECT 1 FROM settled_organization settled WHERE settled.org_id = organization.org_id)
        ORDER BY org_id LIMIT ?
        """,
        OrganizationStore::organization,
        limit);
  }

  /** Notes that all requests of a deleted organization have ended; returns whether it was new. */
  public boolean settle(Tx tx, int orgId) {
    return tx.update(
            """
            INSERT INTO settled_organization (org_id)
            SELECT org_id FROM organization WHERE org_id = ? AND deleted
            ON CONFLICT DO NOTHING
            """,
            orgId)
        == 1;
  }

  /** Takes the note back for organizations that have open requests after all. */
  public void unsettle(Tx tx) {
    tx.update(
        """
        DELETE FROM settled_organization
        WHERE EXISTS (SELECT 1 FROM request_run
                      WHERE request_run.org_id = settled_organization.org_id
                        AND status IN ('Not Started', 'Pending', 'Running'))
        """);
  }

  /**
   * Updates name, owner and deletion of an organization, whose requests may be open from now on.
   */
  public void update(Tx tx, Organization organization) {
    tx.update(
        """
        WITH reopened AS (DELETE FROM settled_organization WHERE org_id = ?)
        UPDATE organization SET name = ?, owner = ?, deleted = ? WHERE org_id = ?
        """,
        organization.orgId(),
        organization.name(),
        organization.owner(),
        organization.deleted(),
        organization.orgId());
  }

  private static Organization organization(Row row) throws SQLException {
    return new Organization(
        row.integer("org_id"),
        row.text("name"),
        row.text("owner"),
        row.instant("created_on"),
        row.bool("deleted"));
  }
}
