package io.flowforge.server.api;

import io.flowforge.organization.Membership;
import java.time.Instant;
import java.util.List;

/** A membership in a response that already names the user. */
record MembershipJson(int orgId, String role, Instant joinedOn) {

  static List<MembershipJson> listOf(List<Membership> memberships) {
    return memberships.stream()
        .map(
            membership ->
                new MembershipJson(
                    membership.orgId(), membership.role().label(), membership.joinedOn()))
        .toList();
  }

  /** A membership that names its user. */
  record WithUser(String userId, int orgId, String role, Instant joinedOn, boolean deleted) {

    static WithUser of(Membership membership) {
      return new WithUser(
          membership.userId(),
          membership.orgId(),
          membership.role().label(),
          membership.joinedOn(),
          membership.deleted());
    }
  }

  /** All memberships of one user. */
  record OfUser(String userId, List<MembershipJson> memberships) {}
}
