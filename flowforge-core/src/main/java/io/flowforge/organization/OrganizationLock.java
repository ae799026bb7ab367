package io.flowforge.organization;

import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.postgres.Tx;

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
    var organization = organizations.lock(tx, orgId);
    // After the lock, so that the decision is based on roles that hold until the commit.
    access.requireIn(tx, caller, orgId, action);
    return organization.orElseThrow(
        () -> new NotFoundException("organization " + orgId + " not found"));
  }
}
