package io.flowforge.seed;

import io.flowforge.organization.Membership;
import io.flowforge.organization.MembershipStore;
import io.flowforge.organization.Organization;
import io.flowforge.organization.OrganizationStore;
import io.flowforge.organization.Role;
import io.flowforge.postgres.Tx;
import io.flowforge.seed.change.SeedCount;
import io.flowforge.seed.change.SeedCount.Change;
import io.flowforge.seed.file.Problems;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The part of seeding that writes organizations to PostgreSQL, where they differ. */
final class OrganizationWriter {

  private final OrganizationStore store;
  private final MembershipStore memberships;

  OrganizationWriter(OrganizationStore store, MembershipStore memberships) {
    this.store = store;
    this.memberships = memberships;
  }

  /**
   * The result of writing the organizations.
   *
   * @param ids the ids by name
   */
  record WrittenOrganizations(Map<String, Integer> ids, SeedCount count) {}

  /**
   * Returns the organizations that PostgreSQL already has, by name, and reports conflicts with the
   * files.
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

  /**
   * Writes the organizations that differ; in a dry run, counts them only, and new ones have id 0.
   */
  WrittenOrganizations write(
      Tx tx,
      List<SeedOrganization> organizations,
      Map<String, Organization> stored,
      Instant now,
      boolean isDryRun) {
    Map<String, Integer> ids = new LinkedHashMap<>();
    List<Change> changes = new ArrayList<>();
    for (SeedOrganization organization : organizations) {
      Organization found = stored.get(organization.name());
      if (found == null) {
        ids.put(
            organization.name(),
            isDryRun ? 0 : store.add(tx, organization.name(), organization.owner(), now).orgId());
        changes.add(Change.CREATED);
        continue;
      }
      ids.put(organization.name(), found.orgId());
      var next =
          new Organization(
              found.orgId(), found.name(), organization.owner(), found.createdOn(), false);
      if (next.equals(found)) {
        changes.add(Change.UNCHANGED);
      } else {
        if (!isDryRun) {
          store.update(tx, next);
        }
        changes.add(Change.UPDATED);
      }
    }
    return new WrittenOrganizations(ids, SeedCount.of(changes));
  }

  private Optional<Organization> stored(Tx tx, SeedOrganization organization, Problems problems) {
    List<Organization> found = store.named(tx, organization.name());
    if (found.size() > 1) {
      problems.add(
          organization.place(),
          "the database has %d organizations named '%s'; rename all but one of them there"
              .formatted(found.size(), organization.name()));
    }
    return found.isEmpty()
        ? store.deletedNamed(tx, organization.name()).stream().findFirst()
        : Optional.of(found.getFirst());
  }

  /** Reports an ownership that has been transferred: seeding must not silently take it back. */
  private void checkOwner(
      Tx tx, SeedOrganization organization, Organization found, Problems problems) {
    for (Membership member : memberships.ofOrganizationEvenDeleted(tx, found.orgId())) {
      if (member.role() == Role.OWNER
          && !member.deleted()
          && !member.userId().equals(organization.owner())) {
        problems.add(
            organization.place(),
            ("user '%s' owns organization '%s' in the database; write that user's e-mail here, or"
                    + " transfer the ownership there first")
                .formatted(member.userId(), organization.name()));
      }
    }
  }
}
