package io.flowforge.organization;

import java.time.Instant;

/** The membership of a user in an organization. */
public record Membership(String userId, int orgId, Role role, Instant joinedOn, boolean deleted) {

  Membership as(Role otherRole) {
    return new Membership(userId, orgId, otherRole, joinedOn, deleted);
  }

  Membership asEnded() {
    return new Membership(userId, orgId, role, joinedOn, true);
  }
}
