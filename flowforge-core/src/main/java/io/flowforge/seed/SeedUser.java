package io.flowforge.seed;

import io.flowforge.seed.file.Located;
import io.flowforge.seed.file.Problems;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A user of {@code user.csv}.
 *
 * @param userId as in tokens and in the store: the identity provider, {@code |}, and the id of the
 *     file
 * @param password what the identity provider shall know; empty when it knows already. Never stored.
 */
public record SeedUser(
    String userId, String email, String name, String identityProvider, String password) {

  /**
   * The users of the {@code user.csv} in the directory, which needs no store.
   *
   * @throws io.flowforge.error.InvalidException with every fault of the file in its details
   */
  public static List<SeedUser> allIn(Path directory) {
    var problems = new Problems();
    SeedUsers users = SeedUsers.read(directory, problems);
    problems.refuseIfAny();
    return users.all().stream().map(Located::value).toList();
  }

  /** By what files and the store name the same person: mail does not tell cases apart. */
  static String key(String email) {
    return email.toLowerCase(Locale.ROOT);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return userId + " <" + email + ">";
  }
}
