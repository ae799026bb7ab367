package io.flowforge;

import io.flowforge.error.InvalidException;
import io.flowforge.execution.ExecutionSettings;
import io.flowforge.identity.Auth0Settings;
import io.flowforge.postgres.PostgresUri;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the core needs to know of its surroundings.
 *
 * @param postgresConnections how many connections to PostgreSQL there are at the most
 * @param mongoUri a MongoDB connection string
 * @param management null when this process cannot look up people at the identity provider
 */
public record FlowforgeSettings(
    PostgresUri postgres,
    int postgresConnections,
    @Nullable String mongoUri,
    ExecutionSettings execution,
    @Nullable Auth0Settings management) {

  /**
   * Reads {@code POSTGRES_URI}, {@code MONGO_URI}, and optionally {@code POSTGRES_POOL_SIZE},
   * {@code REQUESTS_IN_FLIGHT}, {@code ALLOW_PRIVATE_TARGETS} and the variables of {@link
   * Auth0Settings#from}.
   *
   * @throws InvalidException that names the variable
   */
  public static FlowforgeSettings from(Map<String, String> environment) {
    return new FlowforgeSettings(
        PostgresUri.parse(environment.get("POSTGRES_URI")),
        number(environment, "POSTGRES_POOL_SIZE", 16, 4, 1_000),
        environment.get("MONGO_URI"),
        ExecutionSettings.defaults()
            .withRequestsInFlight(number(environment, "REQUESTS_IN_FLIGHT", 32, 1, 10_000))
            .allowingPrivateTargets(truth(environment, "ALLOW_PRIVATE_TARGETS")),
        Auth0Settings.from(environment).orElse(null));
  }

  /** The same, with this way to look up people. */
  public FlowforgeSettings withManagement(Auth0Settings other) {
    return new FlowforgeSettings(postgres, postgresConnections, mongoUri, execution, other);
  }

  private static int number(
      Map<String, String> environment, String name, int whenUnset, int least, int most) {
    String text = environment.getOrDefault(name, "").strip();
    if (text.isEmpty()) {
      return whenUnset;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, together with what is out of range.
    }
    throw new InvalidException(
        "%s must be a number from %d to %d, not '%s'".formatted(name, least, most, text));
  }

  private static boolean truth(Map<String, String> environment, String name) {
    String text = environment.getOrDefault(name, "false").strip();
    return switch (text) {
      case "true" -> true;
      case "false", "" -> false;
      default -> throw new InvalidException(name + " must be true or false, not '" + text + "'");
    };
  }
}
