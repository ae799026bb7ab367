package io.flowforge.seed;

import io.flowforge.organization.Membership;
import io.flowforge.organization.MembershipStore;
import io.flowforge.postgres.Tx;
import io.flowforge.seed.change.SeedCount;
import io.flowforge.seed.change.SeedCount.Change;
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
   * Writes the memberships that differ from PostgreSQL's; in a dry run, counts them only.
   *
   * @param orgIds the ids of the organizations by name
   */
  SeedCount write(
      Tx tx,
      List<SeedMembership> memberships,
      Map<String, Integer> orgIds,
      Instant now,
      boolean isDryRun) {
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
      Membership found = stored.get(new MembershipId(orgId, membership.userId()));
      Membership seeded = seeded(membership, orgId, found, now);
      changes.add(change(seeded, found));
      if (!isDryRun && !seeded.equals(found)) {
        store.save(tx, seeded);
      }
    }
    return SeedCount.of(changes);
  }

  private static Membership seeded(
      SeedMembership membership, int orgId, @Nullable Membership stored, Instant now) {
    return new Membership(
        membership.userId(),
        orgId,
        membership.role(),
        stored == null ? now : stored.joinedOn(),
        false);
  }

  private static Change change(Membership seeded, @Nullable Membership stored) {
    if (stored == null) {
      return Change.CREATED;
    }
    return seeded.equals(stored) ? Change.UNCHANGED : Change.UPDATED;
  }
}
