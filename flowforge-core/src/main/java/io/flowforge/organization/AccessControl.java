package io.flowforge.organization;

import io.flowforge.error.ForbiddenException;
import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.organization.AccessPolicy.Decision;
import io.flowforge.postgres.Tx;

/** Asks {@link AccessPolicy} with the caller's role of this moment, and refuses on its behalf. */
public final class AccessControl {

  private final MembershipStore memberships;

  public AccessControl(MembershipStore memberships) {
    this.memberships = memberships;
  }

  /**
   * For what is asked of an organization that the caller names.
   *
   * @throws ForbiddenException also when there is no such organization, so that nobody can find out
   */
  public void requireIn(Tx tx, Caller caller, int orgId, Action action) {
    if (decide(tx, caller, orgId, "", action) != Decision.ALLOWED) {
      throw new ForbiddenException(
          "you are not allowed to do this in organization " + orgId + "; ask one of its admins");
    }
  }

  /**
   * For what is asked of a thing that an organization owns.
   *
   * @param requester the user id of who submitted the thing, empty when that plays no role
   * @param thing how the refusal names the thing, such as {@code pipeline 65f0…}
   * @throws NotFoundException when the caller must not even know of the thing
   */
  public void requireOn(
      Tx tx, Caller caller, int orgId, String requester, String thing, Action action) {
    switch (decide(tx, caller, orgId, requester, action)) {
      case ALLOWED -> {}
      case FORBIDDEN ->
          throw new ForbiddenException(
              "you are not allowed to do this to " + thing + "; ask an admin of its organization");
      case HIDDEN -> throw new NotFoundException(thing + " not found");
    }
  }

  private Decision decide(Tx tx, Caller caller, int orgId, String requester, Action action) {
    return switch (caller) {
      case Caller.Operator _ -> Decision.ALLOWED;
      case Caller.Person(String userId) ->
          AccessPolicy.decide(
              memberships.roleOf(tx, userId, orgId), userId.equals(requester), action);
    };
  }
}
