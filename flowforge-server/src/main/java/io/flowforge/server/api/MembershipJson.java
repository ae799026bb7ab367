package io.flowforge.server.api;

import io.flowforge.organization.Membership;
import java.time.Instant;
import java.util.List;

/** A membership as clients see it next to its user. */
record MembershipJson(int orgId, String role, Instant joinedOn) {

  static List<MembershipJson> listOf(List<Membership> memberships) {
    return memberships.stream()
        .map(
            membership ->
                new MembershipJson(
                    membership.orgId(), membership.role().label(), membership.joinedOn()))
        .toList();
  }

  /** A membership on its own. */
  record Whole(String userId, int orgId, String role, Instant joinedOn, boolean deleted) {

    static Whole of(Membership membership) {
      return new Whole(
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
