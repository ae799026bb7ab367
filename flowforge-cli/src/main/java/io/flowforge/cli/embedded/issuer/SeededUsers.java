package io.flowforge.cli.embedded.issuer;

import io.flowforge.seed.SeedUser;
import java.util.List;

/** Makes the users of the seed files known to the local issuer. */
public final class SeededUsers {

  /** The audience of users' tokens on one machine. */
  private static final String AUDIENCE = "https://flowforge.local/api";

  /** The client that may use the management API; on loopback its secret protects nothing. */
  private static final String CLIENT = "flowforge-local";

  private SeededUsers() {}

  /** An issuer that knows those users who have a password. */
  public static IssuerOptions issuerOptions(List<SeedUser> users) {
    return IssuerOptions.of(
        AUDIENCE,
        CLIENT,
        CLIENT + "-secret",
        users.stream()
            .filter(user -> !user.password().isEmpty())
            .map(
                user ->
                    new IssuerUser(
                        user.userId(),
                        user.email(),
                        user.name(),
                        user.identityProvider(),
                        user.password()))
            .toList());
  }
}
