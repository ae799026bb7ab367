package io.flowforge.seed;

import io.flowforge.scan.CharacterSet;
import io.flowforge.seed.file.CsvFile;
import io.flowforge.seed.file.CsvRow;
import io.flowforge.seed.file.Located;
import io.flowforge.seed.file.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  private static final CharacterSet NOT_IN_EMAIL = CharacterSet.of(" \t\n\u000b\f\r@,;<>");
  private static final CharacterSet DOT = CharacterSet.of(".");
  private static final CharacterSet PROVIDER = CharacterSet.of("A-Za-z0-9._-");

  private final Map<String, Located<SeedUser>> byEmail = new LinkedHashMap<>();
  private final Map<String, String> placeOfId = new HashMap<>();

  private SeedUsers() {}

  static SeedUsers read(Path directory, Problems problems) {
    var users = new SeedUsers();
    if (Files.notExists(directory.resolve(FILE))) {
      problems.add(
          FILE,
          "this file is required, but %s has none; org.csv, membership.csv, pipelines/*.json and requests/*.json are optional"
              .formatted(directory));
      return users;
    }
    FORMAT.read(directory, problems, row -> users.add(row, problems));
    return users;
  }

  /** Returns the users in the order of the file. */
  List<Located<SeedUser>> all() {
    return List.copyOf(byEmail.values());
  }

  Optional<SeedUser> withEmail(String email) {
    return Optional.ofNullable(byEmail.get(SeedUser.key(email))).map(Located::value);
  }

  private void add(CsvRow row, Problems problems) {
    SeedUser user = user(row, problems);
    Located<SeedUser> sameEmail =
        byEmail.putIfAbsent(SeedUser.key(user.email()), new Located<>(row.place(), user));
    if (sameEmail != null && !user.email().isEmpty()) {
      problems.add(
          row.place(),
          "e-mail '%s' is already in %s; remove one of the rows"
              .formatted(user.email(), sameEmail.place()));
    }
    String sameId = placeOfId.putIfAbsent(user.userId(), row.place());
    if (sameId != null && !user.userId().endsWith("|")) {
      problems.add(
          row.place(),
          "user '%s' is already in %s; remove one of the rows".formatted(user.userId(), sameId));
    }
  }

  private static SeedUser user(CsvRow row, Problems problems) {
    String id = row.required("user_id", 128, problems);
    String email = row.required("email", 254, problems);
    String name = row.required("name", 200, problems);
    String provider = row.required("idp", 64, problems);
    String password = row.verbatim("password", 256, problems);
    if (!email.isEmpty() && !isEmail(email)) {
      problems.add(
          row.place(),
          "'%s' is not an e-mail address; write one like ada@example.com".formatted(email));
    }
    if (!provider.isEmpty() && !PROVIDER.containsAll(provider)) {
      problems.add(
          row.place(),
          "'%s' is not an identity provider; write one like auth0 or google-oauth2"
              .formatted(provider));
    }
    if (!provider.isEmpty() && id.startsWith(provider + "|")) {
      problems.add(
          row.place(),
          "user_id '%s' begins with its provider; write '%s'"
              .formatted(id, id.substring(provider.length() + 1)));
    }
    return new SeedUser(provider + "|" + id, email, name, provider, password);
  }

  private static boolean isEmail(String text) {
    int at = text.indexOf('@');
    if (at < 1 || NOT_IN_EMAIL.containsAny(text.substring(0, at))) {
      return false;
    }
    String domain = text.substring(at + 1);
    List<String> labels = DOT.split(domain);
    return labels.size() > 1
        && labels.stream().noneMatch(String::isEmpty)
        && !NOT_IN_EMAIL.containsAny(domain);
  }
}
