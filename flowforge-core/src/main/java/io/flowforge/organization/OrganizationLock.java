package io.flowforge.organization;

import io.flowforge.error.NotFoundException;
import io.flowforge.identity.Caller;
import io.flowforge.organization.AccessPolicy.Action;
import io.flowforge.postgres.Tx;

/**
 * Lets one change after another into an organization. Whatever changes an organization or its
 * memberships locks the organization's row before it looks at anything: roles that were read stay
 * true until the commit, and no two changes can leave two Owners, or none.
 */
final class OrganizationLock {

  private final OrganizationStore organizations;
  private final AccessControl access;

  OrganizationLock(OrganizationStore organizations, AccessControl access) {
    this.organizations = organizations;
    this.access = access;
  }

  /**
   * Locks the organization until the transaction ends, for a caller who may do that.
   *
   * @throws io.flowforge.error.ForbiddenException also when there is no such organization
   */
  Organization enter(Tx tx, Caller caller, int orgId, Action action) {
    var organization = organizations.lock(tx, orgId);
    // After the lock, so that it decides by the roles that hold while the change is made.
    access.requireIn(tx, caller, orgId, action);
    return organization.orElseThrow(
        () -> new NotFoundException("organization " + orgId + " not found"));
  }
}
