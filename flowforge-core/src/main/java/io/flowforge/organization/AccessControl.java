package io.flowforge.organization;

import io.flowforge.error.ForbiddenException;
import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.organization.AccessPolicy.Decision;
import io.flowforge.postgres.Tx;
import java.util.function.Function;
import java.util.function.Predicate;

/** The enforcement of {@link AccessPolicy}, with the caller's current role. */
public final class AccessControl {

  private final MembershipStore memberships;

  public AccessControl(MembershipStore memberships) {
    this.memberships = memberships;
  }

  /**
   * Checks an action in an organization that the caller names.
   *
   * @return what else the caller's role allows there; asking reads nothing again
   * @throws ForbiddenException also if the organization does not exist, so that nobody can find out
   */
  public Predicate<Action> requireIn(Tx tx, Caller caller, int orgId, Action action) {
    Predicate<Action> allowed = isAllowed(decisions(tx, caller, orgId, ""));
    if (!allowed.test(action)) {
      throw new ForbiddenException(
          "you are not allowed to do this in organization " + orgId + "; ask one of its admins");
    }
    return allowed;
  }

  /**
   * Checks an action on a resource that an organization owns.
   *
   * @param requester the user id of the submitter, empty if the resource is not a request
   * @param resource the resource as the message names it, such as {@code pipeline 65f0…}
   * @return what else the caller's role allows there; asking reads nothing again
   * @throws NotFoundException if the caller must not know that the resource exists
   */
  public Predicate<Action> requireOn(
      Tx tx, Caller caller, int orgId, String requester, String resource, Action action) {
    Function<Action, Decision> decisions = decisions(tx, caller, orgId, requester);
    switch (decisions.apply(action)) {
      case ALLOWED -> {}
      case FORBIDDEN ->
          throw new ForbiddenException(
              "you are not allowed to do this to "
                  + resource
                  + "; ask an admin of its organization");
      case HIDDEN -> throw new NotFoundException(resource + " not found");
    }
    return isAllowed(decisions);
  }

  private static Predicate<Action> isAllowed(Function<Action, Decision> decisions) {
    return action -> decisions.apply(action) == Decision.ALLOWED;
  }

  /** Reads the caller's role once, and returns what it decides about each action. */
  private Function<Action, Decision> decisions(Tx tx, Caller caller, int orgId, String requester) {
    return switch (caller) {
      case Caller.Operator _ -> _ -> Decision.ALLOWED;
      case Caller.Person(String userId) -> {
        var role = memberships.roleOf(tx, userId, orgId);
        yield action -> AccessPolicy.decide(role, userId.equals(requester), action);
      }
    };
  }
}
