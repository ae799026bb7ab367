package io.flowforge.seed;

import io.flowforge.error.InvalidException;
import io.flowforge.organization.Role;
import io.flowforge.seed.file.BrokenEntries;
import io.flowforge.seed.file.CsvFile;
import io.flowforge.seed.file.CsvRow;
import io.flowforge.seed.file.Problems;
import io.flowforge.seed.part.SeedPart;
import io.flowforge.seed.part.StoredParts;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

  private final Set<String> isReported = new HashSet<>();
  private BrokenEntries broken = new BrokenEntries();

  private final @Nullable StoredParts stores;

  private SeedMemberships(@Nullable StoredParts stores) {
    this.stores = stores;
  }

  /**
   * Reads the file, if memberships are loaded, and adds the owners of the organizations that are.
   */
  static SeedMemberships read(SeedSource source, SeedUsers users, SeedOrganizations organizations) {
    boolean isInFiles = source.has(SeedPart.MEMBERSHIPS) && source.has(SeedPart.ORGANIZATIONS);
    var memberships = new SeedMemberships(isInFiles ? null : source.stored());
    for (SeedOrganization organization : organizations.all()) {
      memberships.put(
          new SeedMembership(
              organization.place(), organization.name(), organization.owner(), Role.OWNER));
    }
    if (source.has(SeedPart.MEMBERSHIPS)) {
      Problems problems = source.problems();
      memberships.broken =
          FORMAT.read(
              source.directory(),
              problems,
              row -> memberships.add(row, users, organizations, problems));
    }
    return memberships;
  }

  List<SeedMembership> all() {
    return List.copyOf(byName.values());
  }

  boolean has(String organization, String userId) {
    return byName.containsKey(new NamedMembership(organization, userId))
        || isStored(organization, userId);
  }

  /**
   * Returns whether a row with problems may be the membership of this user, so that its absence is
   * not reported as well.
   */
  boolean mayHave(String email) {
    return isReported.contains(SeedUser.key(email)) || broken.mayContain(email);
  }

  private boolean isStored(String organization, String userId) {
    return stores != null
        && stores
            .organization(organization)
            .filter(found -> stores.isMember(found.orgId(), userId))
            .isPresent();
  }

  private void add(
      CsvRow row, SeedUsers users, SeedOrganizations organizations, Problems problems) {
    String email = row.requiredEmail("user", problems);
    String name = row.name("org", 200, problems);
    Optional<Role> role = role(row, problems);
    Optional<SeedUser> user = users.require(row.place(), "user", email, problems);
    Optional<SeedOrganization> organization = organizations.require(row.place(), name, problems);
    if (user.isEmpty() || organization.isEmpty()) {
      isReported.add(SeedUser.key(email));
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
    if (!organization.get().owner().isEmpty()) {
      role.ifPresent(known -> checkOwner(row, email, userId, known, organization.get(), problems));
    }
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
