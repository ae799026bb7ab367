package io.flowforge.organization;

import io.flowforge.error.ForbiddenException;
import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.organization.AccessPolicy.Decision;
import io.flowforge.postgres.Tx;

/** The enforcement of {@link AccessPolicy}, with the caller's current role. */
public final class AccessControl {

  private final MembershipStore memberships;

  public AccessControl(MembershipStore memberships) {
    this.memberships = memberships;
  }

  /**
   * Checks an action in an organization that the caller names.
   *
   * @throws ForbiddenException also if the organization does not exist, so that nobody can find out
   */
  public void requireIn(Tx tx, Caller caller, int orgId, Action action) {
    if (decide(tx, caller, orgId, "", action) != Decision.ALLOWED) {
      throw new ForbiddenException(
          "you are not allowed to do this in organization " + orgId + "; ask one of its admins");
    }
  }

  /**
   * Checks an action on a resource that an organization owns.
   *
   * @param requester the user id of the submitter, empty if the resource is not a request
   * @param resource the resource as the message names it, such as {@code pipeline 65f0…}
   * @throws NotFoundException if the caller must not know that the resource exists
   */
  public void requireOn(
      Tx tx, Caller caller, int orgId, String requester, String resource, Action action) {
    switch (decide(tx, caller, orgId, requester, action)) {
      case ALLOWED -> {}
      case FORBIDDEN ->
          throw new ForbiddenException(
              "you are not allowed to do this to "
                  + resource
                  + "; ask an admin of its organization");
      case HIDDEN -> throw new NotFoundException(resource + " not found");
    }
  }

  /** Tests whether the caller may perform an action in an organization. */
  public boolean allows(Tx tx, Caller caller, int orgId, Action action) {
    return decide(tx, caller, orgId, "", action) == Decision.ALLOWED;
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
