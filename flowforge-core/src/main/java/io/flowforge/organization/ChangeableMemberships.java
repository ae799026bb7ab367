package io.flowforge.organization;

import io.flowforge.error.ForbiddenException;
import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.postgres.Tx;

/** The memberships in force, and which of them an Admin may change. */
final class ChangeableMemberships {

  private final MembershipStore memberships;

  ChangeableMemberships(MembershipStore memberships) {
    this.memberships = memberships;
  }

  /**
   * Returns a membership that an Admin may change: not the caller's own, and not the Owner's.
   *
   * @throws ForbiddenException for those
   * @throws NotFoundException if the user is not a member
   */
  Membership changeable(Tx tx, Caller caller, int orgId, String userId) {
    if (userId.equals(caller.userId())) {
      throw new ForbiddenException(
          "you cannot change your own membership; ask another admin of organization %d, or leave it"
              .formatted(orgId));
    }
    Membership found = required(tx, orgId, userId);
    if (found.role() == Role.OWNER) {
      throw new ForbiddenException(
          ("the membership of the Owner of organization %d changes only when ownership is"
                  + " transferred")
              .formatted(orgId));
    }
    return found;
  }

  /**
   * Returns a membership.
   *
   * @throws NotFoundException if the user is not a member
   */
  Membership required(Tx tx, int orgId, String userId) {
    return memberships
        .find(tx, userId, orgId)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "user %s is not a member of organization %d".formatted(userId, orgId)));
  }
}
