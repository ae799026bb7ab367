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

/** Compares the memberships of the files with those of PostgreSQL, and writes what differs. */
final class MembershipWriter {

  private final MembershipStore store;

  MembershipWriter(MembershipStore store) {
    this.store = store;
  }

  private record Key(int orgId, String userId) {}

  /** Writes what differs; {@code orgIds} are by name. */
  SeedCount write(
      Tx tx, List<SeedMembership> memberships, Map<String, Integer> orgIds, Instant now) {
    Map<Key, Membership> stored = new HashMap<>();
    for (int orgId : orgIds.values()) {
      store
          .ofOrganizationEvenDeleted(tx, orgId)
          .forEach(membership -> stored.put(new Key(orgId, membership.userId()), membership));
    }
    List<Change> changes = new ArrayList<>();
    for (SeedMembership membership : memberships) {
      int orgId = orgIds.getOrDefault(membership.organization(), 0);
      changes.add(
          write(tx, membership, orgId, stored.get(new Key(orgId, membership.userId())), now));
    }
    return SeedCount.of(changes);
  }

  private Change write(
      Tx tx, SeedMembership membership, int orgId, @Nullable Membership stored, Instant now) {
    var wanted =
        new Membership(
            membership.userId(),
            orgId,
            membership.role(),
            stored == null ? now : stored.joinedOn(),
            false);
    if (wanted.equals(stored)) {
      return Change.UNCHANGED;
    }
    store.save(tx, wanted);
    return stored == null ? Change.CREATED : Change.UPDATED;
  }
}
