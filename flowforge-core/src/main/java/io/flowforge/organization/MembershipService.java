package io.flowforge.organization;

import io.flowforge.batch.Batches;
import io.flowforge.error.ConflictException;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.identity.UserStore;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import java.time.InstantSource;
import java.util.List;

/**
 * The operations on memberships, except for their ends ({@link Departures}). An organization has
 * exactly one Owner at any time, who changes only by {@link #transferOwnership}. Safe for use by
 * many threads.
 */
public final class MembershipService {

  private static final int BATCH = 500;

  private final Database database;
  private final UserStore users;
  private final OrganizationStore organizations;
  private final MembershipStore memberships;
  private final AccessControl access;
  private final ChangeableMemberships changeable;
  private final OrganizationLock lock;
  private final OwnershipLimit ownershipLimit;
  private final InstantSource clock;

  public MembershipService(
      Database database,
      UserStore users,
      OrganizationStore organizations,
      MembershipStore memberships,
      AccessControl access,
      InstantSource clock) {
    this.database = database;
    this.users = users;
    this.organizations = organizations;
    this.memberships = memberships;
    this.access = access;
    this.changeable = new ChangeableMemberships(memberships);
    this.lock = new OrganizationLock(organizations, access);
    this.ownershipLimit = new OwnershipLimit(organizations);
    this.clock = clock;
  }

  /** Returns a user's memberships; none if there is no such user yet. */
  public List<Membership> ofUser(String userId) {
    return database.inTransaction(tx -> memberships.ofUser(tx, userId));
  }

  /** Returns the members of an organization, to its members only. */
  public Batches<Member> membersOf(Caller caller, int orgId) {
    database.useTransaction(tx -> access.requireIn(tx, caller, orgId, Action.SEE_MEMBERS));
    return Batches.of(
        BATCH,
        (last, limit) ->
            database.inTransaction(tx -> memberships.membersOf(tx, orgId, last, limit)));
  }

  /**
   * Adds a member, renews the membership of a former one, or changes the role of a member.
   *
   * @throws NotFoundException if there is no such user
   * @throws ForbiddenException for the caller's own role and for the Owner's
   */
  public Membership add(Caller caller, int orgId, String userId, Role role) {
    var added = new Membership(userId, orgId, role, clock.instant(), false);
    return database.inTransaction(
        tx -> {
          lock.acquire(tx, caller, orgId, Action.ADD_MEMBER);
          requireNotOwner(role);
          if (users.find(tx, userId).isEmpty()) {
            throw new NotFoundException("user " + userId + " not found");
          }
          return memberships.addOrRenew(tx, added)
              ? added
              : withRole(tx, caller, orgId, userId, role);
        });
  }

  /**
   * Changes a member's role to Admin or Member.
   *
   * @throws ForbiddenException for the caller's own role and for the Owner's
   */
  public Membership changeRole(Caller caller, int orgId, String userId, Role role) {
    return database.inTransaction(
        tx -> {
          lock.acquire(tx, caller, orgId, Action.CHANGE_ROLE);
          requireNotOwner(role);
          return withRole(tx, caller, orgId, userId, role);
        });
  }

  private Membership withRole(Tx tx, Caller caller, int orgId, String userId, Role role) {
    Membership changed = changeable.changeable(tx, caller, orgId, userId).as(role);
    memberships.save(tx, changed);
    return changed;
  }

  /**
   * Makes another member the Owner, and the Owner an Admin. An operator can also name an Owner
   * where there is none, as in organizations of older deployments whose Owner has left.
   *
   * @throws ConflictException if that user is the Owner
   * @throws NotFoundException if the user is not a member
   * @throws InvalidException if the user owns too many organizations
   */
  public void transferOwnership(Caller caller, int orgId, String userId) {
    database.useTransaction(
        tx -> {
          Organization organization = lock.acquire(tx, caller, orgId, Action.TRANSFER_OWNERSHIP);
          if (userId.equals(caller.userId())) {
            throw new ConflictException("you are already the Owner of organization " + orgId);
          }
          Membership next = changeable.required(tx, orgId, userId);
          if (next.role() == Role.OWNER) {
            throw new ConflictException(
                "user %s is already the Owner of organization %d".formatted(userId, orgId));
          }
          ownershipLimit.requireRoom(tx, userId);
          owners(tx, caller, orgId).forEach(owner -> memberships.save(tx, owner.as(Role.ADMIN)));
          memberships.save(tx, next.as(Role.OWNER));
          organizations.update(tx, organization.ownedBy(userId));
        });
  }

  /**
   * Returns the Owner: the caller, unless an operator calls. Older deployments may have none or
   * several.
   */
  private List<Membership> owners(Tx tx, Caller caller, int orgId) {
    return switch (caller) {
      case Caller.Person(String userId) -> List.of(changeable.required(tx, orgId, userId));
      case Caller.Operator _ -> memberships.ownersOf(tx, orgId);
    };
  }

  private static void requireNotOwner(Role role) {
    if (role == Role.OWNER) {
      throw new InvalidException(
          "role must be Member or Admin; transfer the ownership to change the Owner");
    }
  }
}
