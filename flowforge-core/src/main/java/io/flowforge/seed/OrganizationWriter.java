package io.flowforge.seed;

import io.flowforge.organization.Membership;
import io.flowforge.organization.MembershipStore;
import io.flowforge.organization.Organization;
import io.flowforge.organization.OrganizationStore;
import io.flowforge.organization.Role;
import io.flowforge.postgres.Tx;
import io.flowforge.seed.SeedCount.Change;
import io.flowforge.seed.file.Problems;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares the organizations of the files with those of PostgreSQL, and writes what differs. */
final class OrganizationWriter {

  private final OrganizationStore store;
  private final MembershipStore memberships;

  OrganizationWriter(OrganizationStore store, MembershipStore memberships) {
    this.store = store;
    this.memberships = memberships;
  }

  /**
   * What became of the organizations.
   *
   * @param ids by name
   */
  record Written(Map<String, Integer> ids, SeedCount count) {}

  /**
   * The organizations that PostgreSQL has already, by name; notes what stands against the files.
   */
  Map<String, Organization> stored(Tx tx, List<SeedOrganization> organizations, Problems problems) {
    Map<String, Organization> stored = new HashMap<>();
    for (SeedOrganization organization : organizations) {
      stored(tx, organization, problems)
          .ifPresent(
              found -> {
                stored.put(organization.name(), found);
                checkOwner(tx, organization, found, problems);
              });
    }
    return stored;
  }

  Written write(
      Tx tx, List<SeedOrganization> organizations, Map<String, Organization> stored, Instant now) {
    Map<String, Integer> ids = new LinkedHashMap<>();
    List<Change> changes = new ArrayList<>();
    for (SeedOrganization wanted : organizations) {
      Organization found = stored.get(wanted.name());
      if (found == null) {
        ids.put(wanted.name(), store.add(tx, wanted.name(), wanted.owner(), now).orgId());
        changes.add(Change.CREATED);
        continue;
      }
      ids.put(wanted.name(), found.orgId());
      var next =
          new Organization(found.orgId(), found.name(), wanted.owner(), found.createdOn(), false);
      if (next.equals(found)) {
        changes.add(Change.UNCHANGED);
      } else {
        store.update(tx, next);
        changes.add(Change.UPDATED);
      }
    }
    return new Written(ids, SeedCount.of(changes));
  }

  private Optional<Organization> stored(Tx tx, SeedOrganization wanted, Problems problems) {
    List<Organization> found = store.named(tx, wanted.name());
    if (found.size() > 1) {
      problems.add(
          wanted.place(),
          "the database has %d organizations named '%s'; rename all but one of them there"
              .formatted(found.size(), wanted.name()));
    }
    return found.isEmpty()
        ? store.deletedNamed(tx, wanted.name()).stream().findFirst()
        : Optional.of(found.getFirst());
  }

  /** Somebody may have transferred the ownership since: no file takes it back unasked. */
  private void checkOwner(Tx tx, SeedOrganization wanted, Organization found, Problems problems) {
    for (Membership member : memberships.ofOrganizationEvenDeleted(tx, found.orgId())) {
      if (member.role() == Role.OWNER
          && !member.deleted()
          && !member.userId().equals(wanted.owner())) {
        problems.add(
            wanted.place(),
            ("user '%s' owns organization '%s' in the database; write that user's e-mail here, or"
                    + " transfer the ownership there first")
                .formatted(member.userId(), wanted.name()));
      }
    }
  }
}
