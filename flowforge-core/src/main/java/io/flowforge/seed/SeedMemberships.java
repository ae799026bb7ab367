package io.flowforge.seed;

import io.flowforge.error.InvalidException;
import io.flowforge.organization.Role;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The memberships of {@code membership.csv}, and of every owner whether or not the file names him:
 * an organization has exactly one Owner, the one of {@code org.csv}.
 */
final class SeedMemberships {

  private static final CsvFile FORMAT =
      new CsvFile("membership.csv", List.of("user", "org", "role"), List.of());

  private record Key(String organization, String userId) {}

  private final Map<Key, SeedMembership> byKey = new LinkedHashMap<>();
  private final Map<Key, String> placeOf = new HashMap<>();

  private SeedMemberships() {}

  static SeedMemberships read(
      Path directory, SeedUsers users, SeedOrganizations organizations, Faults faults) {
    var memberships = new SeedMemberships();
    for (SeedOrganization organization : organizations.all()) {
      memberships.put(
          new SeedMembership(
              organization.place(), organization.name(), organization.owner(), Role.OWNER));
    }
    FORMAT.read(directory, faults, row -> memberships.add(row, users, organizations, faults));
    return memberships;
  }

  List<SeedMembership> all() {
    return List.copyOf(byKey.values());
  }

  boolean has(String organization, String userId) {
    return byKey.containsKey(new Key(organization, userId));
  }

  private void add(CsvRow row, SeedUsers users, SeedOrganizations organizations, Faults faults) {
    String email = row.required("user", 254, faults);
    String name = row.required("org", 200, faults);
    Optional<Role> role = role(row, faults);
    Optional<SeedUser> user = user(row, email, users, faults);
    Optional<SeedOrganization> organization = organizations.require(row.place(), name, faults);
    if (user.isEmpty() || organization.isEmpty()) {
      return;
    }
    String userId = user.get().userId();
    String same = placeOf.putIfAbsent(new Key(name, userId), row.place());
    if (same != null) {
      faults.add(
          row.place(),
          "the membership of '%s' in '%s' is in %s already; remove one of the rows"
              .formatted(email, name, same));
      return;
    }
    role.ifPresent(of -> checkOwner(row, email, userId, of, organization.get(), faults));
    put(new SeedMembership(row.place(), name, userId, role.orElse(Role.MEMBER)));
  }

  private void put(SeedMembership membership) {
    byKey.putIfAbsent(new Key(membership.organization(), membership.userId()), membership);
  }

  private static Optional<Role> role(CsvRow row, Faults faults) {
    String label = row.required("role", 16, faults);
    if (label.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Role.of(label));
    } catch (InvalidException e) {
      faults.add(row.place(), e.userMessage());
      return Optional.empty();
    }
  }

  private static Optional<SeedUser> user(CsvRow row, String email, SeedUsers users, Faults faults) {
    Optional<SeedUser> user = users.withEmail(email);
    if (user.isEmpty() && !email.isEmpty()) {
      faults.add(
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
      Faults faults) {
    boolean isOwner = userId.equals(organization.owner());
    if (isOwner && role != Role.OWNER) {
      faults.add(
          row.place(),
          "'%s' owns '%s' by %s; remove this row, or name another owner there"
              .formatted(email, organization.name(), organization.place()));
    } else if (!isOwner && role == Role.OWNER) {
      faults.add(
          row.place(),
          "'%s' would be a second Owner of '%s'; write Admin or Member, or change the owner in %s"
              .formatted(email, organization.name(), organization.place()));
    }
  }
}
