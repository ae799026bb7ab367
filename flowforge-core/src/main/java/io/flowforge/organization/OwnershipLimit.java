package io.flowforge.organization;

import io.flowforge.error.InvalidException;
import io.flowforge.postgres.Tx;

/**
 * The maximum number of organizations that a user owns. Deleted ones count, because their rows
 * stay.
 */
final class OwnershipLimit {

  static final int MAX = 1_000;

  private final OrganizationStore organizations;

  OwnershipLimit(OrganizationStore organizations) {
    this.organizations = organizations;
  }

  /**
   * Checks that the user may own another organization.
   *
   * @throws InvalidException if not
   */
  void requireRoom(Tx tx, String userId) {
    int owned = organizations.countOwnedBy(tx, userId);
    if (owned >= MAX) {
      throw new InvalidException(
          "user %s must own at most %d organizations, including deleted ones; they own %d"
              .formatted(userId, MAX, owned));
    }
  }
}
