package io.flowforge;

import io.flowforge.execution.ExecutionSettings;
import io.flowforge.identity.Auth0Settings;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.redaction.SecretNames;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the core.
 *
 * @param postgresConnections the maximum number of connections to PostgreSQL
 * @param mongoUri a MongoDB connection string
 * @param management null if this process cannot look up users at the identity provider
 */
public record FlowforgeSettings(
    PostgresUri postgres,
    int postgresConnections,
    @Nullable String mongoUri,
    ExecutionSettings execution,
    @Nullable Auth0Settings management) {

  /**
   * A process sends the heartbeats of its requests one after another; the last one must be sent
   * long before the first counts as missed.
   */
  private static final int MAX_REQUESTS_IN_FLIGHT = 500;

  /**
   * Reads {@code POSTGRES_URI}, {@code MONGO_URI}, and optionally {@code POSTGRES_POOL_SIZE},
   * {@code REQUESTS_IN_FLIGHT}, {@code ADOPT_RUNNING}, {@code ALLOW_PRIVATE_TARGETS}, {@code
   * REDACTED_NAMES}, {@code LOG_BODY_BYTES} and the variables of {@link Auth0Settings#from}.
   *
   * @throws io.flowforge.error.InvalidException that names the variable
   */
  public static FlowforgeSettings from(Map<String, String> environment) {
    var variables = new Environment(environment);
    return new FlowforgeSettings(
        PostgresUri.parse(environment.get("POSTGRES_URI")),
        variables.number("POSTGRES_POOL_SIZE", 16, 4, 1_000),
        environment.get("MONGO_URI"),
        ExecutionSettings.defaults()
            .withRequestsInFlight(
                variables.number("REQUESTS_IN_FLIGHT", 32, 1, MAX_REQUESTS_IN_FLIGHT))
            .resumingAdopted(variables.choice("ADOPT_RUNNING", "fail", "resume").equals("resume"))
            .allowingPrivateTargets(variables.truth("ALLOW_PRIVATE_TARGETS"))
            .withSecretNames(SecretNames.USUAL.and(variables.text("REDACTED_NAMES").orElse("")))
            .withLoggedBodyBytes(variables.number("LOG_BODY_BYTES", 1024, 0, 4096)),
        Auth0Settings.from(environment).orElse(null));
  }

  /** Returns a copy with these settings for looking up users. */
  public FlowforgeSettings withManagement(Auth0Settings other) {
    return new FlowforgeSettings(postgres, postgresConnections, mongoUri, execution, other);
  }

  /** Omits the connection string of MongoDB, which contains a password. */
  @Override
  public String toString() {
    return "FlowforgeSettings[postgres=%s, postgresConnections=%d, execution=%s, management=%s]"
        .formatted(postgres, postgresConnections, execution, management);
  }
}
