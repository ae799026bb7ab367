package io.flowforge.seed;

import io.flowforge.organization.Organization;
import io.flowforge.seed.file.BrokenEntries;
import io.flowforge.seed.file.CsvFile;
import io.flowforge.seed.file.CsvRow;
import io.flowforge.seed.file.Problems;
import io.flowforge.seed.part.SeedPart;
import io.flowforge.seed.part.StoredParts;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The organizations of {@code org.csv}. */
final class SeedOrganizations {

  private static final CsvFile FORMAT = new CsvFile("org.csv", List.of("name", "owner"), List.of());

  private final Map<String, SeedOrganization> byName = new LinkedHashMap<>();

  private final Set<String> excused = new HashSet<>();
  private BrokenEntries broken = new BrokenEntries();
  private int nameless;

  private final Map<String, Organization> referenced = new LinkedHashMap<>();
  private final @Nullable StoredParts stores;

  private SeedOrganizations(@Nullable StoredParts stores) {
    this.stores = stores;
  }

  /** Reads the file, or refers to the stores if organizations are not loaded. */
  static SeedOrganizations read(SeedSource source, SeedUsers users) {
    if (!source.has(SeedPart.ORGANIZATIONS)) {
      return new SeedOrganizations(source.stored());
    }
    var organizations = new SeedOrganizations(null);
    Problems problems = source.problems();
    organizations.broken =
        FORMAT.read(source.directory(), problems, row -> organizations.add(row, users, problems));
    return organizations;
  }

  /** Returns the organizations of the stores that were referred to, by name. */
  Map<String, Organization> stored() {
    return Map.copyOf(referenced);
  }

  /** Returns the organizations in the order of the file. */
  List<SeedOrganization> all() {
    return List.copyOf(byName.values());
  }

  Optional<SeedOrganization> named(String name) {
    if (stores == null) {
      return Optional.ofNullable(byName.get(name));
    }
    Optional<Organization> found = stores.organization(name);
    found.ifPresent(organization -> referenced.put(name, organization));
    return found.map(
        organization -> new SeedOrganization("the database", name, organization.owner()));
  }

  /** Returns the organization with this name; empty, with a problem reported, if there is none. */
  Optional<SeedOrganization> require(String place, String name, Problems problems) {
    Optional<SeedOrganization> organization = named(name);
    if (organization.isEmpty() && !name.isEmpty() && !mayHave(name)) {
      problems.addOnce(
          "org.csv " + name,
          place,
          "organization '%s' is not in %s; add it there, or correct the name"
              .formatted(name, stores == null ? "org.csv" : "the database"));
    }
    return organization;
  }

  /** Returns whether a row with problems may be the organization's. */
  private boolean mayHave(String name) {
    if (broken.mayContain(name)) {
      return true;
    }
    boolean hasPlace = excused.contains(name) || excused.size() < nameless;
    if (hasPlace) {
      excused.add(name);
    }
    return hasPlace;
  }

  private void add(CsvRow row, SeedUsers users, Problems problems) {
    String name = row.name("name", 200, problems);
    String owner = row.requiredEmail("owner", problems);
    Optional<SeedUser> user = users.require(row.place(), "owner", owner, problems);
    if (name.isEmpty()) {
      nameless++;
    }
    SeedOrganization same =
        byName.putIfAbsent(
            name, new SeedOrganization(row.place(), name, user.map(SeedUser::userId).orElse("")));
    if (same != null && !name.isEmpty()) {
      problems.add(
          row.place(),
          "organization '%s' is already in %s; remove one of the rows"
              .formatted(name, same.place()));
    }
  }
}
