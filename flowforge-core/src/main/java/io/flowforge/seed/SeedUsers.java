package io.flowforge.seed;

import io.flowforge.seed.file.BrokenEntries;
import io.flowforge.seed.file.CsvFile;
import io.flowforge.seed.file.CsvRow;
import io.flowforge.seed.file.Located;
import io.flowforge.seed.file.Problems;
import io.flowforge.seed.part.SeedPart;
import io.flowforge.seed.part.StoredParts;
import io.flowforge.seed.user.IdentityProviders;
import io.flowforge.seed.user.UserRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The users of {@code user.csv}, the only required file: the others refer to its users.
 *
 * <p>It includes rows with problems, so that references to them are not reported as well; with any
 * problem, nothing is written.
 */
final class SeedUsers {

  static final String FILE = "user.csv";

  private static final CsvFile FORMAT =
      new CsvFile(FILE, List.of("user_id", "email", "name", "idp"), List.of("password"));

  private final Map<String, Located<SeedUser>> byKey = new LinkedHashMap<>();
  private final Map<String, String> placeOfId = new HashMap<>();
  private final BrokenEntries incomplete = new BrokenEntries();
  private final @Nullable StoredParts stored;
  private BrokenEntries broken = new BrokenEntries();

  private SeedUsers(@Nullable StoredParts stored) {
    this.stored = stored;
  }

  /** Reads the file, or refers to the stores if users are not loaded. */
  static SeedUsers read(SeedSource source) {
    return source.has(SeedPart.USERS)
        ? read(source.directory(), source.options().providers(), source.problems())
        : new SeedUsers(source.stored());
  }

  static SeedUsers read(Path directory, IdentityProviders providers, Problems problems) {
    var users = new SeedUsers(null);
    if (Files.notExists(directory.resolve(FILE))) {
      problems.add(
          FILE,
          "this file is required, but %s has none; org.csv, membership.csv, pipelines/*.json and requests/*.json are optional"
              .formatted(directory));
      users.broken.addEverything();
      return users;
    }
    users.broken = FORMAT.read(directory, problems, row -> users.add(row, providers, problems));
    return users;
  }

  /** Returns the users in the order of the file. */
  List<Located<SeedUser>> all() {
    return List.copyOf(byKey.values());
  }

  /** Returns the user with this e-mail address, or the machine with this id. */
  Optional<SeedUser> withEmail(String email) {
    if (stored != null) {
      return stored
          .user(email)
          .map(
              user ->
                  new SeedUser(
                      user.userId(), user.email(), user.name(), user.identityProvider(), ""));
    }
    Located<SeedUser> user = byKey.get(SeedUser.key(email));
    return Optional.ofNullable(user == null ? byKey.get(email) : user).map(Located::value);
  }

  /**
   * Returns the user with this e-mail address. If there is none, reports a problem, unless one of
   * the rows with problems may be the user's.
   *
   * @param what the reference as the message names it, such as {@code owner}
   */
  Optional<SeedUser> require(String place, String what, String email, Problems problems) {
    Optional<SeedUser> user = withEmail(email);
    if (user.isEmpty() && !email.isEmpty() && !mayHave(email)) {
      problems.addOnce(
          FILE + " " + SeedUser.key(email),
          place,
          stored != null && stored.hasSeveral(email)
              ? "%s '%s' belongs to several users in the database; add the one who is meant to %s"
                  .formatted(what, email, FILE)
              : "%s '%s' is not in %s; add the user there, or correct the e-mail"
                  .formatted(what, email, stored == null ? FILE : "the database"));
    }
    return user;
  }

  private boolean mayHave(String email) {
    return broken.mayContain(email) || incomplete.mayContain(email);
  }

  private void add(CsvRow row, IdentityProviders providers, Problems problems) {
    UserRow read = UserRow.of(row, providers, problems);
    var user =
        new SeedUser(read.userId(), read.email(), read.name(), read.provider(), read.password());
    if (!read.isComplete()) {
      if (read.email().isEmpty()) {
        incomplete.addNameless(row.raw());
      } else {
        incomplete.add(row.raw());
      }
    }
    String key = SeedUser.key(user);
    Located<SeedUser> sameKey = byKey.putIfAbsent(key, new Located<>(row.place(), user));
    if (sameKey != null && !user.email().isEmpty()) {
      problems.add(
          row.place(),
          "e-mail '%s' is already in %s; remove one of the rows"
              .formatted(user.email(), sameKey.place()));
    }
    String sameId = placeOfId.putIfAbsent(user.userId(), row.place());
    if (sameId != null && !user.userId().endsWith("|") && !user.userId().startsWith("|")) {
      problems.add(
          row.place(),
          "user '%s' is already in %s; remove one of the rows".formatted(user.userId(), sameId));
    }
  }
}
