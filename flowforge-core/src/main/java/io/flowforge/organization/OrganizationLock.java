package io.flowforge.organization;

import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.postgres.Tx;
import java.util.Optional;

/**
 * The lock that serializes the changes of an organization and its members. Every change locks the
 * organization's row before it reads anything. Roles that were read therefore hold until the
 * commit, and concurrent changes can leave neither two Owners nor none.
 */
final class OrganizationLock {

  private final OrganizationStore organizations;
  private final AccessControl access;

  OrganizationLock(OrganizationStore organizations, AccessControl access) {
    this.organizations = organizations;
    this.access = access;
  }

  /**
   * Locks the organization until the transaction ends, then checks that the caller may do this.
   *
   * @throws io.flowforge.error.ForbiddenException also if the organization does not exist
   */
  Organization acquire(Tx tx, Caller caller, int orgId, Action action) {
    return checked(tx, caller, action, orgId, organizations.lock(tx, orgId));
  }

  /**
   * Locks the organization like {@link #acquire}, and waits until no request of it is being
   * submitted or goes on to a step, so that none does so after the commit.
   */
  Organization acquireToDelete(Tx tx, Caller caller, int orgId) {
    return checked(
        tx, caller, Action.DELETE_ORGANIZATION, orgId, organizations.lockToDelete(tx, orgId));
  }

  private Organization checked(
      Tx tx, Caller caller, Action action, int orgId, Optional<Organization> locked) {
    // After the lock, so that the decision is based on roles that hold until the commit.
    access.requireIn(tx, caller, orgId, action);
    return locked.orElseThrow(() -> new NotFoundException("organization " + orgId + " not found"));
  }
}
