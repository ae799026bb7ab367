package io.flowforge.organization;

import io.flowforge.postgres.Row;
import io.flowforge.postgres.Tx;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code membership}. */
public final class MembershipStore {

  /**
   * Returns the user's role; empty for users who are not members, for former members, for deleted
   * users, and in a deleted organization.
   */
  public Optional<Role> roleOf(Tx tx, String userId, int orgId) {
    return find(tx, userId, orgId).map(Membership::role);
  }

  /** Returns the user's membership if it is in force; see {@link #roleOf}. */
  Optional<Membership> find(Tx tx, String userId, int orgId) {
    return tx.find(
        """
        SELECT m.user_id, m.org_id, m.role, m.joined_on, m.deleted
        FROM membership m
        JOIN organization o ON o.org_id = m.org_id AND o.deleted IS NOT TRUE
        JOIN "user" u ON u.user_id = m.user_id AND u.deleted IS NOT TRUE
        WHERE m.user_id = ? AND m.org_id = ? AND m.deleted IS NOT TRUE
        """,
        MembershipStore::membership,
        userId,
        orgId);
  }

  /** Returns the Owner's membership; none in an organization whose Owner has left. */
  List<Membership> ownersOf(Tx tx, int orgId) {
    return tx.list(
        """
        SELECT user_id, org_id, role, joined_on, deleted FROM membership
        WHERE org_id = ? AND role = ? AND deleted IS NOT TRUE
        """,
        MembershipStore::membership,
        orgId,
        Role.OWNER.label());
  }

  /** Returns the memberships of an organization, including ended ones. */
  public List<Membership> ofOrganizationEvenDeleted(Tx tx, int orgId) {
    return tx.list(
        "SELECT user_id, org_id, role, joined_on, deleted FROM membership WHERE org_id = ?",
        MembershipStore::membership,
        orgId);
  }

  /** Returns the user's memberships, oldest first. */
  List<Membership> ofUser(Tx tx, String userId) {
    return tx.list(
        """
        SELECT m.user_id, m.org_id, m.role, m.joined_on, m.deleted
        FROM membership m
        JOIN organization o ON o.org_id = m.org_id AND NOT o.deleted
        JOIN "user" u ON u.user_id = m.user_id AND NOT u.deleted
        WHERE m.user_id = ? AND NOT m.deleted
        ORDER BY m.joined_on, m.org_id
        """,
        MembershipStore::membership,
        userId);
  }

  /**
   * Returns members of an organization, oldest membership first.
   *
   * @param last the member before them, null for the first ones
   */
  List<Member> membersOf(Tx tx, int orgId, @Nullable Member last, int limit) {
    String lastId = last == null ? null : last.userId();
    return tx.list(
        """
        SELECT u.user_id, u.name, u.identity_provider, u.created_on, u.deleted,
               m.role, m.joined_on
        FROM membership m
        JOIN "user" u ON u.user_id = m.user_id AND NOT u.deleted
        WHERE m.org_id = ? AND NOT m.deleted
          AND (?::varchar IS NULL OR (m.joined_on, u.user_id) > (?::timestamp, ?))
        ORDER BY m.joined_on, u.user_id LIMIT ?
        """,
        row ->
            new Member(
                row.text("user_id"),
                row.textOr("name", ""),
                row.textOr("identity_provider", ""),
                row.instant("created_on"),
                row.bool("deleted"),
                Role.of(row.text("role")),
                row.instant("joined_on")),
        orgId,
        lastId,
        last == null ? null : last.joinedOn(),
        lastId,
        limit);
  }

  /** Adds or renews the membership; returns false, and changes nothing, if it is in force. */
  boolean addOrRenew(Tx tx, Membership membership) {
    return tx.update(
            """
            INSERT INTO membership (user_id, org_id, role, joined_on, deleted)
            VALUES (?, ?, ?, ?, FALSE)
            ON CONFLICT (user_id, org_id) DO UPDATE
            SET role = excluded.role, joined_on = excluded.joined_on, deleted = FALSE
            WHERE membership.deleted
            """,
            membership.userId(),
            membership.orgId(),
            membership.role().label(),
            membership.joinedOn())
        == 1;
  }

  /** Adds the membership, or updates role and deletion of an existing one. */
  public void save(Tx tx, Membership membership) {
    tx.update(
        """
        INSERT INTO membership (user_id, org_id, role, joined_on, deleted)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (user_id, org_id) DO UPDATE
        SET role = excluded.role, deleted = excluded.deleted
        """,
        membership.userId(),
        membership.orgId(),
        membership.role().label(),
        membership.joinedOn(),
        membership.deleted());
  }

  private static Membership membership(Row row) throws SQLException {
    return new Membership(
        row.text("user_id"),
        row.integer("org_id"),
        Role.of(row.text("role")),
        row.instant("joined_on"),
        row.bool("deleted"));
  }
}
