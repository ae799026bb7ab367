package io.flowforge.seed;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The organizations of {@code org.csv}. */
final class SeedOrganizations {

  private static final CsvFile FORMAT = new CsvFile("org.csv", List.of("name", "owner"), List.of());

  private final Map<String, SeedOrganization> byName = new LinkedHashMap<>();

  private SeedOrganizations() {}

  static SeedOrganizations read(Path directory, SeedUsers users, Faults faults) {
    var organizations = new SeedOrganizations();
    FORMAT.read(directory, faults, row -> organizations.add(row, users, faults));
    return organizations;
  }

  /** In the order of the file. */
  List<SeedOrganization> all() {
    return List.copyOf(byName.values());
  }

  Optional<SeedOrganization> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The organization of that name; empty, and a fault, when there is none. */
  Optional<SeedOrganization> require(String place, String name, Faults faults) {
    Optional<SeedOrganization> organization = named(name);
    if (organization.isEmpty() && !name.isEmpty()) {
      faults.add(
          place,
          "organization '%s' is not in org.csv; add it there, or correct the name".formatted(name));
    }
    return organization;
  }

  private void add(CsvRow row, SeedUsers users, Faults faults) {
    String name = row.required("name", 200, faults);
    String owner = row.required("owner", 254, faults);
    Optional<SeedUser> user = users.withEmail(owner);
    if (user.isEmpty() && !owner.isEmpty()) {
      faults.add(
          row.place(),
          "owner '%s' is not in %s; add the user there, or correct the e-mail"
              .formatted(owner, SeedUsers.FILE));
    }
    SeedOrganization same =
        byName.putIfAbsent(
            name, new SeedOrganization(row.place(), name, user.map(SeedUser::userId).orElse("")));
    if (same != null && !name.isEmpty()) {
      faults.add(
          row.place(),
          "organization '%s' is in %s already; remove one of the rows"
              .formatted(name, same.place()));
    }
  }
}
