package io.flowforge.seed;

import io.flowforge.error.InvalidException;
import io.flowforge.organization.Role;
import io.flowforge.seed.file.CsvFile;
import io.flowforge.seed.file.CsvRow;
import io.flowforge.seed.file.Problems;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The memberships of {@code membership.csv}, and those of all owners, whether or not the file names
 * them: an organization has exactly one Owner, the one in {@code org.csv}.
 */
final class SeedMemberships {

  private static final CsvFile FORMAT =
      new CsvFile("membership.csv", List.of("user", "org", "role"), List.of());

  private record NamedMembership(String organization, String userId) {}

  private final Map<NamedMembership, SeedMembership> byName = new LinkedHashMap<>();
  private final Map<NamedMembership, String> placeOf = new HashMap<>();

  private SeedMemberships() {}

  static SeedMemberships read(
      Path directory, SeedUsers users, SeedOrganizations organizations, Problems problems) {
    var memberships = new SeedMemberships();
    for (SeedOrganization organization : organizations.all()) {
      memberships.put(
          new SeedMembership(
              organization.place(), organization.name(), organization.owner(), Role.OWNER));
    }
    FORMAT.read(directory, problems, row -> memberships.add(row, users, organizations, problems));
    return memberships;
  }

  List<SeedMembership> all() {
    return List.copyOf(byName.values());
  }

  boolean has(String organization, String userId) {
    return byName.containsKey(new NamedMembership(organization, userId));
  }

  private void add(
      CsvRow row, SeedUsers users, SeedOrganizations organizations, Problems problems) {
    String email = row.required("user", 254, problems);
    String name = row.required("org", 200, problems);
    Optional<Role> role = role(row, problems);
    Optional<SeedUser> user = user(row, email, users, problems);
    Optional<SeedOrganization> organization = organizations.require(row.place(), name, problems);
    if (user.isEmpty() || organization.isEmpty()) {
      return;
    }
    String userId = user.get().userId();
    String same = placeOf.putIfAbsent(new NamedMembership(name, userId), row.place());
    if (same != null) {
      problems.add(
          row.place(),
          "the membership of '%s' in '%s' is already in %s; remove one of the rows"
              .formatted(email, name, same));
      return;
    }
    role.ifPresent(known -> checkOwner(row, email, userId, known, organization.get(), problems));
    put(new SeedMembership(row.place(), name, userId, role.orElse(Role.MEMBER)));
  }

  private void put(SeedMembership membership) {
    byName.putIfAbsent(
        new NamedMembership(membership.organization(), membership.userId()), membership);
  }

  private static Optional<Role> role(CsvRow row, Problems problems) {
    String label = row.required("role", 16, problems);
    if (label.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Role.of(label));
    } catch (InvalidException e) {
      problems.add(row.place(), e.userMessage());
      return Optional.empty();
    }
  }

  private static Optional<SeedUser> user(
      CsvRow row, String email, SeedUsers users, Problems problems) {
    Optional<SeedUser> user = users.withEmail(email);
    if (user.isEmpty() && !email.isEmpty()) {
      problems.add(
          row.place(),
          "user '%s' is not in %s; add the user there, or correct the e-mail"
              .formatted(email, SeedUsers.FILE));
    }
    return user;
  }

  private static void checkOwner(
      CsvRow row,
      String email,
      String userId,
      Role role,
      SeedOrganization organization,
      Problems problems) {
    boolean isOwner = userId.equals(organization.owner());
    if (isOwner && role != Role.OWNER) {
      problems.add(
          row.place(),
          "'%s' owns '%s' according to %s; remove this row, or name another owner there"
              .formatted(email, organization.name(), organization.place()));
    } else if (!isOwner && role == Role.OWNER) {
      problems.add(
          row.place(),
          "'%s' would be a second Owner of '%s'; write Admin or Member, or change the owner in %s"
              .formatted(email, organization.name(), organization.place()));
    }
  }
}
