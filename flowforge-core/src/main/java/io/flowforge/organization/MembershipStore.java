package io.flowforge.organization;

import io.flowforge.postgres.Tx;
import java.util.List;
import java.util.Optional;

/** The table {@code membership}. */
public final class MembershipStore {

  /**
   * The user's role, empty for a stranger, a former member, and anybody in a deleted organization.
   */
  public Optional<Role> roleOf(Tx tx, String userId, int orgId) {
    return tx.find(
        """
        SELECT m.role
        FROM membership m
        JOIN organization o ON o.org_id = m.org_id AND o.deleted IS NOT TRUE
        JOIN "user" u ON u.user_id = m.user_id AND u.deleted IS NOT TRUE
        WHERE m.user_id = ? AND m.org_id = ? AND m.deleted IS NOT TRUE
        """,
        row -> Role.of(row.text("role")),
        userId,
        orgId);
  }

  /** The memberships of an organization, ended ones too. */
  public List<Membership> ofOrganizationEvenDeleted(Tx tx, int orgId) {
    return tx.list(
        "SELECT user_id, org_id, role, joined_on, deleted FROM membership WHERE org_id = ?",
        row ->
            new Membership(
                row.text("user_id"),
                row.integer("org_id"),
                Role.of(row.text("role")),
                row.instant("joined_on"),
                row.bool("deleted")),
        orgId);
  }

  /** Adds the membership, or renews it with this role. */
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
}
