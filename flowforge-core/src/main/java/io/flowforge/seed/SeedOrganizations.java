package io.flowforge.seed;

import io.flowforge.seed.file.CsvFile;
import io.flowforge.seed.file.CsvRow;
import io.flowforge.seed.file.Problems;
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

  static SeedOrganizations read(Path directory, SeedUsers users, Problems problems) {
    var organizations = new SeedOrganizations();
    FORMAT.read(directory, problems, row -> organizations.add(row, users, problems));
    return organizations;
  }

  /** Returns the organizations in the order of the file. */
  List<SeedOrganization> all() {
    return List.copyOf(byName.values());
  }

  Optional<SeedOrganization> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Returns the organization with this name; empty, with a problem reported, if there is none. */
  Optional<SeedOrganization> require(String place, String name, Problems problems) {
    Optional<SeedOrganization> organization = named(name);
    if (organization.isEmpty() && !name.isEmpty()) {
      problems.add(
          place,
          "organization '%s' is not in org.csv; add it there, or correct the name".formatted(name));
    }
    return organization;
  }

  private void add(CsvRow row, SeedUsers users, Problems problems) {
    String name = row.required("name", 200, problems);
    String owner = row.required("owner", 254, problems);
    Optional<SeedUser> user = users.withEmail(owner);
    if (user.isEmpty() && !owner.isEmpty()) {
      problems.add(
          row.place(),
          "owner '%s' is not in %s; add the user there, or correct the e-mail"
              .formatted(owner, SeedUsers.FILE));
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
