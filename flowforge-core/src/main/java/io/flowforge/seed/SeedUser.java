package io.flowforge.seed;

import io.flowforge.seed.file.Located;
import io.flowforge.seed.file.Problems;
import io.flowforge.seed.user.IdentityProviders;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A user of {@code user.csv}.
 *
 * @param userId the subject of tokens: the identity provider, {@code |}, and the id in the file; or
 *     {@code <id>@clients} for a machine
 * @param email empty for a machine
 * @param password the password to set at the identity provider; empty to keep the present one.
 *     Never stored.
 */
public record SeedUser(
    String userId, String email, String name, String identityProvider, String password) {

  /**
   * Reads the users of {@code user.csv} without any store.
   *
   * @throws io.flowforge.error.InvalidException with all problems of the file in its details
   */
  public static List<SeedUser> allIn(Path directory) {
    var problems = new Problems();
    SeedUsers users = SeedUsers.read(directory, IdentityProviders.ofAuth0(), problems);
    problems.throwIfAny();
    return users.all().stream().map(Located::value).toList();
  }

  /** Returns the key by which users are matched: e-mail addresses are not case-sensitive. */
  static String key(String email) {
    return email.toLowerCase(Locale.ROOT);
  }

  /** Returns the key by which other files name the user: a machine has only its id. */
  static String key(SeedUser user) {
    return key(user.email().isEmpty() ? user.userId() : user.email());
  }

  /** Omits the password. */
  @Override
  public String toString() {
    return userId + " <" + email + ">";
  }
}
