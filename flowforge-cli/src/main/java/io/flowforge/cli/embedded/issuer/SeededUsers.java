package io.flowforge.cli.embedded.issuer;

import io.flowforge.seed.SeedUser;
import java.util.List;

/** The options of the local issuer for the users of seed files. */
public final class SeededUsers {

  private static final String AUDIENCE = "https://flowforge.local/api";

  /** The client of the management API; on loopback its secret protects nothing. */
  private static final String CLIENT = "flowforge-local";

  private SeededUsers() {}

  /** Returns the options of an issuer with the users who have a password. */
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
