package io.flowforge.organization;

import java.time.Instant;

/**
 * A group of people with pipelines and requests of its own.
 *
 * @param owner the user id of the Owner
 */
public record Organization(
    int orgId, String name, String owner, Instant createdOn, boolean deleted) {

  Organization named(String otherName) {
    return new Organization(orgId, otherName, owner, createdOn, deleted);
  }

  Organization ownedBy(String otherOwner) {
    return new Organization(orgId, name, otherOwner, createdOn, deleted);
  }

  Organization asDeleted() {
    return new Organization(orgId, name, owner, createdOn, true);
  }
}
