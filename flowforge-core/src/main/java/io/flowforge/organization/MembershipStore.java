package io.flowforge.organization;

import io.flowforge.postgres.Tx;
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
        JOIN organization o ON o.org_id = m.org_id AND NOT o.deleted
        JOIN "user" u ON u.user_id = m.user_id AND NOT u.deleted
        WHERE m.user_id = ? AND m.org_id = ? AND NOT m.deleted
        """,
        row -> Role.of(row.text("role")),
        userId,
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
