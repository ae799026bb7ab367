package io.flowforge.organization;

import io.flowforge.error.ConflictException;
import io.flowforge.error.ForbiddenException;
import io.flowforge.identity.Caller;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.postgres.Database;

/**
 * The ends of memberships. The open requests of a former member go on; the caller is told of them,
 * and the admins can cancel them. Safe for use by many threads.
 */
public final class Departures {

  private final Database database;
  private final MembershipStore memberships;
  private final ChangeableMemberships changeable;
  private final OrganizationLock lock;
  private final OpenRequests.Source requests;

  public Departures(
      Database database,
      OrganizationStore organizations,
      MembershipStore memberships,
      AccessControl access,
      OpenRequests.Source requests) {
    this.database = database;
    this.memberships = memberships;
    this.changeable = new ChangeableMemberships(memberships);
    this.lock = new OrganizationLock(organizations, access);
    this.requests = requests;
  }

  /**
   * Ends another member's membership.
   *
   * @return what the former member leaves open
   * @throws ForbiddenException for the caller's own membership and for the Owner's
   */
  public OpenRequests remove(Caller caller, int orgId, String userId) {
    return database.inTransaction(
        tx -> {
          lock.acquire(tx, caller, orgId, Action.REMOVE_MEMBER);
          memberships.save(tx, changeable.changeable(tx, caller, orgId, userId).asEnded());
          return requests.of(tx, orgId, userId);
        });
  }

  /**
   * Ends the caller's own membership.
   *
   * @return what the caller leaves open
   * @throws ConflictException for the Owner, because an organization must have one
   */
  public OpenRequests leave(Caller.Person caller, int orgId) {
    return database.inTransaction(
        tx -> {
          lock.acquire(tx, caller, orgId, Action.LEAVE_ORGANIZATION);
          Membership own = changeable.required(tx, orgId, caller.userId());
          if (own.role() == Role.OWNER) {
            throw new ConflictException(
                "the Owner cannot leave organization %d: transfer the ownership first"
                    .formatted(orgId));
          }
          memberships.save(tx, own.asEnded());
          return requests.of(tx, orgId, caller.userId());
        });
  }
}
