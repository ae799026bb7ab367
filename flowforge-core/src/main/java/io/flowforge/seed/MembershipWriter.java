package io.flowforge.seed;

import io.flowforge.organization.Membership;
import io.flowforge.organization.MembershipStore;
import io.flowforge.postgres.Tx;
import io.flowforge.seed.SeedCount.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of seeding that writes memberships to PostgreSQL, where they differ. */
final class MembershipWriter {

  private final MembershipStore store;

  MembershipWriter(MembershipStore store) {
    this.store = store;
  }

  private record MembershipId(int orgId, String userId) {}

  /**
   * Writes the memberships that differ from PostgreSQL's.
   *
   * @param orgIds the ids of the organizations by name
   */
  SeedCount write(
      Tx tx, List<SeedMembership> memberships, Map<String, Integer> orgIds, Instant now) {
    Map<MembershipId, Membership> stored = new HashMap<>();
    for (int orgId : orgIds.values()) {
      store
          .ofOrganizationEvenDeleted(tx, orgId)
          .forEach(
              membership -> stored.put(new MembershipId(orgId, membership.userId()), membership));
    }
    List<Change> changes = new ArrayList<>();
    for (SeedMembership membership : memberships) {
      int orgId = orgIds.getOrDefault(membership.organization(), 0);
      changes.add(
          write(
              tx,
              membership,
              orgId,
              stored.get(new MembershipId(orgId, membership.userId())),
              now));
    }
    return SeedCount.of(changes);
  }

  private Change write(
      Tx tx, SeedMembership membership, int orgId, @Nullable Membership stored, Instant now) {
    var seeded =
        new Membership(
            membership.userId(),
            orgId,
            membership.role(),
            stored == null ? now : stored.joinedOn(),
            false);
    if (seeded.equals(stored)) {
      return Change.UNCHANGED;
    }
    store.save(tx, seeded);
    return stored == null ? Change.CREATED : Change.UPDATED;
  }
}
