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
 * The operations on memberships. An organization has exactly one Owner at any time, who changes
 * only by {@link #transferOwnership}. Safe for use by many threads.
 */
public final class MembershipService {

  private static final int BATCH = 500;

  private final Database database;
  private final UserStore users;
  private final OrganizationStore organizations;
  private final MembershipStore memberships;
  private final AccessControl access;
  private final OrganizationLock lock;
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
    this.lock = new OrganizationLock(organizations, access);
    this.clock = clock;
  }

  /** Returns a user's memberships; none if there is no such user yet. */
  public List<Membership> ofUser(String userId) {
    return database.inTransaction(tx -> memberships.ofUser(tx, userId));
  }

  /** Returns the members of an organization, to its members only. */
  public Batches<Member> membersOf(Caller.Person caller, int orgId) {
    database.useTransaction(tx -> access.requireIn(tx, caller, orgId, Action.SEE_MEMBERS));
    return Batches.of(
        BATCH,
        (last, limit) ->
            database.inTransaction(tx -> memberships.membersOf(tx, orgId, last, limit)));
  }

  /**
   * Adds a member, or renews the membership of a former one.
   *
   * @throws NotFoundException if there is no such user
   * @throws ConflictException if the user is a member already
   */
  public Membership add(Caller.Person caller, int orgId, String userId, Role role) {
    var added = new Membership(userId, orgId, role, clock.instant(), false);
    database.useTransaction(
        tx -> {
          lock.acquire(tx, caller, orgId, Action.ADD_MEMBER);
          requireNotOwner(role);
          if (users.find(tx, userId).isEmpty()) {
            throw new NotFoundException("user " + userId + " not found");
          }
          if (!memberships.addOrRenew(tx, added)) {
            throw new ConflictException(
                "user %s is already a member of organization %d; change the role with PATCH"
                    .formatted(userId, orgId));
          }
        });
    return added;
  }

  /**
   * Changes a member's role to Admin or Member.
   *
   * @throws ForbiddenException for the caller's own role and for the Owner's
   */
  public Membership changeRole(Caller.Person caller, int orgId, String userId, Role role) {
    return database.inTransaction(
        tx -> {
          lock.acquire(tx, caller, orgId, Action.CHANGE_ROLE);
          requireNotOwner(role);
          Membership changed = changeable(tx, caller, orgId, userId).as(role);
          memberships.save(tx, changed);
          return changed;
        });
  }

  /**
   * Ends another member's membership.
   *
   * @throws ForbiddenException for the caller's own membership and for the Owner's
   */
  public void remove(Caller.Person caller, int orgId, String userId) {
    database.useTransaction(
        tx -> {
          lock.acquire(tx, caller, orgId, Action.REMOVE_MEMBER);
          memberships.save(tx, changeable(tx, caller, orgId, userId).asEnded());
        });
  }

  /**
   * Ends the caller's own membership.
   *
   * @throws ConflictException for the Owner, because an organization must have one
   */
  public void leave(Caller.Person caller, int orgId) {
    database.useTransaction(
        tx -> {
          lock.acquire(tx, caller, orgId, Action.LEAVE_ORGANIZATION);
          Membership own = member(tx, orgId, caller.userId());
          if (own.role() == Role.OWNER) {
            throw new ConflictException(
                "the Owner cannot leave organization %d: transfer the ownership first"
                    .formatted(orgId));
          }
          memberships.save(tx, own.asEnded());
        });
  }

  /**
   * Makes another member the Owner, and the caller an Admin.
   *
   * @throws NotFoundException if the other user is not a member
   */
  public void transferOwnership(Caller.Person caller, int orgId, String userId) {
    database.useTransaction(
        tx -> {
          Organization organization = lock.acquire(tx, caller, orgId, Action.TRANSFER_OWNERSHIP);
          if (userId.equals(caller.userId())) {
            throw new ConflictException("you are already the Owner of organization " + orgId);
          }
          Membership next = member(tx, orgId, userId);
          memberships.save(tx, member(tx, orgId, caller.userId()).as(Role.ADMIN));
          memberships.save(tx, next.as(Role.OWNER));
          organizations.update(tx, organization.ownedBy(userId));
        });
  }

  /** Returns a membership that an Admin may change: not the caller's own, and not the Owner's. */
  private Membership changeable(Tx tx, Caller.Person caller, int orgId, String userId) {
    if (userId.equals(caller.userId())) {
      throw new ForbiddenException(
          "you cannot change your own membership; ask another admin of organization %d, or leave it"
              .formatted(orgId));
    }
    Membership found = member(tx, orgId, userId);
    if (found.role() == Role.OWNER) {
      throw new ForbiddenException(
          ("the membership of the Owner of organization %d changes only when ownership is"
                  + " transferred")
              .formatted(orgId));
    }
    return found;
  }

  private Membership member(Tx tx, int orgId, String userId) {
    return memberships
        .find(tx, userId, orgId)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "user %s is not a member of organization %d".formatted(userId, orgId)));
  }

  private static void requireNotOwner(Role role) {
    if (role == Role.OWNER) {
      throw new InvalidException(
          "role must be Member or Admin; transfer the ownership to change the Owner");
    }
  }
}
