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

/** What people do with organizations. Safe for use by many threads. */
public final class OrganizationService {

  private final Database database;
  private final UserStore users;
  private final OrganizationStore organizations;
  private final MembershipStore memberships;
  private final OrganizationLock gate;
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
    this.gate = new OrganizationLock(organizations, access);
    this.clock = clock;
  }

  /** The caller's organizations; none for somebody who is not a user yet. */
  public List<Organization> listOwn(Caller.Person caller) {
    return database.inTransaction(tx -> organizations.ofMember(tx, caller.userId()));
  }

  /**
   * Founds an organization, whose Owner the caller is.
   *
   * @throws ForbiddenException when the caller is not a user yet
   */
  public Organization create(Caller.Person caller, DisplayName name) {
    Instant now = clock.instant();
    return database.inTransaction(
        tx -> {
          if (users.find(tx, caller.userId()).isEmpty()) {
            throw new ForbiddenException(
                "only users can create organizations; become one with POST /api/user");
          }
          Organization made = organizations.add(tx, name.text(), caller.userId(), now);
          memberships.save(
              tx, new Membership(caller.userId(), made.orgId(), Role.OWNER, now, false));
          return made;
        });
  }

  public void rename(Caller.Person caller, int orgId, DisplayName name) {
    database.useTransaction(
        tx -> {
          Organization organization = gate.enter(tx, caller, orgId, Action.RENAME_ORGANIZATION);
          organizations.update(tx, organization.named(name.text()));
        });
  }

  /** Hides the organization and all that it owns from everybody, its Owner included. */
  public void delete(Caller.Person caller, int orgId) {
    database.useTransaction(
        tx -> {
          Organization organization = gate.enter(tx, caller, orgId, Action.DELETE_ORGANIZATION);
          organizations.update(tx, organization.asDeleted());
        });
  }
}
