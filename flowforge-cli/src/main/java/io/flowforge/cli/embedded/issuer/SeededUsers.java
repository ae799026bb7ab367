package io.flowforge.cli.embedded.issuer;

import io.flowforge.seed.SeedUser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The options of the local issuer for the users of seed files. */
public final class SeededUsers {

  /** The end of the {@code sub} of a machine, as Auth0 writes it. */
  static final String MACHINE = "@clients";

  private static final String AUDIENCE = "https://flowforge.local/api";

  /** The client of the management API; on loopback its secret protects nothing. */
  private static final String CLIENT = "flowforge-local";

  /** A machine to try out; what it may do depends on its user. */
  private static final String CI = "flowforge-ci";

  private SeededUsers() {}

  /** Returns the options of an issuer with the users and machines who have a password. */
  public static IssuerOptions issuerOptions(List<SeedUser> users) {
    return IssuerOptions.of(
            AUDIENCE,
            CLIENT,
            CLIENT + "-secret",
            users.stream()
                .filter(user -> !user.password().isEmpty() && !isMachine(user))
                .map(
                    user ->
                        new IssuerUser(
                            user.userId(),
                            user.email(),
                            user.name(),
                            user.identityProvider(),
                            user.password()))
                .toList())
        .withClients(IssuerClients.USUAL.withMachines(machines(users)));
  }

  private static Map<String, String> machines(List<SeedUser> users) {
    Map<String, String> machines = new HashMap<>(Map.of(CI, CI + "-secret"));
    for (SeedUser user : users) {
      if (isMachine(user) && !user.password().isEmpty()) {
        String id = user.userId();
        machines.put(id.substring(0, id.length() - MACHINE.length()), user.password());
      }
    }
    return machines;
  }

  private static boolean isMachine(SeedUser user) {
    return user.userId().endsWith(MACHINE);
  }
}
