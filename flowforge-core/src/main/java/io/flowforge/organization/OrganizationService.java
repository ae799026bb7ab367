package io.flowforge.organization;

import io.flowforge.error.ForbiddenException;
import io.flowforge.identity.Caller;
import io.flowforge.identity.DisplayName;
import io.flowforge.identity.UserStore;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.postgres.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The operations on organizations. Safe for use by many threads. */
public final class OrganizationService {

  private final Database database;
  private final UserStore users;
  private final OrganizationStore organizations;
  private final MembershipStore memberships;
  private final OrganizationLock lock;
  private final OwnershipLimit ownershipLimit;
  private final InstantSource clock;

  public OrganizationService(
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
    this.lock = new OrganizationLock(organizations, access);
    this.ownershipLimit = new OwnershipLimit(organizations);
    this.clock = clock;
  }

  /** Returns the caller's organizations; all for an operator; none if the caller is no user yet. */
  public List<Organization> list(Caller caller) {
    return database.inTransaction(
        tx ->
            switch (caller) {
              case Caller.Person(String userId) -> organizations.ofMember(tx, userId);
              case Caller.Operator _ -> organizations.all(tx);
            });
  }

  /**
   * Creates an organization with the caller as its Owner.
   *
   * @throws ForbiddenException if the caller is not a user yet
   * @throws io.flowforge.error.InvalidException if the caller owns too many organizations
   */
  public Organization create(Caller.Person caller, DisplayName name) {
    Instant now = clock.instant();
    return database.inTransaction(
        tx -> {
          // Locked, so that concurrent calls of the same person cannot exceed the limit.
          if (users.lock(tx, caller.userId()).isEmpty()) {
            throw new ForbiddenException(
                "only users can create organizations; sign up first with POST /api/user");
          }
          ownershipLimit.requireRoom(tx, caller.userId());
          Organization organization = organizations.add(tx, name.text(), caller.userId(), now);
          memberships.save(
              tx, new Membership(caller.userId(), organization.orgId(), Role.OWNER, now, false));
          return organization;
        });
  }

  public void rename(Caller caller, int orgId, DisplayName name) {
    database.useTransaction(
        tx -> {
          Organization organization = lock.acquire(tx, caller, orgId, Action.RENAME_ORGANIZATION);
          organizations.update(tx, organization.named(name.text()));
        });
  }

  /**
   * Hides the organization and everything it owns from all users, including its Owner. From the
   * commit on no step of its requests begins; they are cancelled in the background.
   */
  public void delete(Caller caller, int orgId) {
    database.useTransaction(
        tx -> {
          Organization organization = lock.acquireToDelete(tx, caller, orgId);
          organizations.update(tx, organization.asDeleted());
        });
  }
}
