package io.flowforge.organization;

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
 * Who belongs to an organization, and as what. An organization has exactly one Owner at every
 * moment: nobody becomes or ceases to be one but by {@link #transferOwnership}. Safe for use by
 * many threads.
 */
public final class MembershipService {

  private final Database database;
  private final UserStore users;
  private final OrganizationStore organizations;
  private final MembershipStore memberships;
  private final AccessControl access;
  private final OrganizationLock gate;
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
    this.gate = new OrganizationLock(organizations, access);
    this.clock = clock;
  }

  /** A user's memberships; none for somebody who is not a user yet. */
  public List<Membership> ofUser(String userId) {
    return database.inTransaction(tx -> memberships.ofUser(tx, userId));
  }

  /** The members of an organization, for its members. */
  public List<Member> membersOf(Caller.Person caller, int orgId) {
    return database.inTransaction(
        tx -> {
          access.requireIn(tx, caller, orgId, Action.SEE_MEMBERS);
          return memberships.membersOf(tx, orgId);
        });
  }

  /**
   * Makes a user a member, or a former member a member again.
   *
   * @throws NotFoundException when there is no such user
   * @throws ConflictException when the user is a member
   */
  public Membership add(Caller.Person caller, int orgId, String userId, Role role) {
    var added = new Membership(userId, orgId, role, clock.instant(), false);
    database.useTransaction(
        tx -> {
          gate.enter(tx, caller, orgId, Action.ADD_MEMBER);
          requireNotOwner(role);
          if (users.find(tx, userId).isEmpty()) {
            throw new NotFoundException("user " + userId + " not found");
          }
          if (!memberships.addOrRenew(tx, added)) {
            throw new ConflictException(
                "user %s is a member of organization %d already; change the role with PATCH"
                    .formatted(userId, orgId));
          }
        });
    return added;
  }

  /**
   * Makes an Admin of a Member, or the reverse.
   *
   * @throws ForbiddenException for one's own role, and for the Owner's
   */
  public Membership changeRole(Caller.Person caller, int orgId, String userId, Role role) {
    return database.inTransaction(
        tx -> {
          gate.enter(tx, caller, orgId, Action.CHANGE_ROLE);
          requireNotOwner(role);
          Membership changed = another(tx, caller, orgId, userId).as(role);
          memberships.save(tx, changed);
          return changed;
        });
  }

  /**
   * Ends somebody else's membership.
   *
   * @throws ForbiddenException for one's own membership, and for the Owner's
   */
  public void remove(Caller.Person caller, int orgId, String userId) {
    database.useTransaction(
        tx -> {
          gate.enter(tx, caller, orgId, Action.REMOVE_MEMBER);
          memberships.save(tx, another(tx, caller, orgId, userId).asEnded());
        });
  }

  /**
   * Ends the caller's own membership.
   *
   * @throws ConflictException for the Owner, without whom the organization would have none
   */
  public void leave(Caller.Person caller, int orgId) {
    database.useTransaction(
        tx -> {
          gate.enter(tx, caller, orgId, Action.LEAVE_ORGANIZATION);
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
   * Makes another member the Owner, and an Admin of the caller.
   *
   * @throws NotFoundException when the other is not a member
   */
  public void transferOwnership(Caller.Person caller, int orgId, String userId) {
    database.useTransaction(
        tx -> {
          Organization organization = gate.enter(tx, caller, orgId, Action.TRANSFER_OWNERSHIP);
          if (userId.equals(caller.userId())) {
            throw new ConflictException("you are the Owner of organization " + orgId + " already");
          }
          Membership next = member(tx, orgId, userId);
          memberships.save(tx, member(tx, orgId, caller.userId()).as(Role.ADMIN));
          memberships.save(tx, next.as(Role.OWNER));
          organizations.update(tx, organization.ownedBy(userId));
        });
  }

  /** The membership of somebody whom an Admin may change: not oneself, and not the Owner. */
  private Membership another(Tx tx, Caller.Person caller, int orgId, String userId) {
    if (userId.equals(caller.userId())) {
      throw new ForbiddenException(
          "nobody changes the own membership; ask another admin of organization %d, or leave it"
              .formatted(orgId));
    }
    Membership found = member(tx, orgId, userId);
    if (found.role() == Role.OWNER) {
      throw new ForbiddenException(
          "the membership of the Owner of organization %d changes by transfer of ownership only"
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
          "role must be Member or Admin; an Owner is made by transfer of ownership");
    }
  }
}
