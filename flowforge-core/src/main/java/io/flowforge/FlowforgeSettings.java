package io.flowforge;

import io.flowforge.execution.ExecutionSettings;
import io.flowforge.execution.queue.InFlightCaps;
import io.flowforge.identity.Auth0Settings;
import io.flowforge.mongo.MongoUri;
import io.flowforge.pipeline.policy.MaxStepTime;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.redaction.SecretNames;
import io.flowforge.secret.seal.SecretKeySettings;
import io.flowforge.secret.seal.SecretKeys;
import io.flowforge.settings.SettingsReader;
import io.flowforge.step.plugin.PluginFolder;
import io.flowforge.step.wait.WaitSettings;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the core.
 *
 * @param postgresConnections the maximum number of connections to PostgreSQL
 * @param mongoUri a MongoDB connection string
 * @param management null if this process cannot look up users at the identity provider
 * @param secretKeys the keys of secrets at rest; none if this process uses no secrets
 */
public record FlowforgeSettings(
    PostgresUri postgres,
    int postgresConnections,
    @Nullable String mongoUri,
    ExecutionSettings execution,
    @Nullable Auth0Settings management,
    SecretKeys secretKeys) {

  /** Settings of a process without secrets. */
  public FlowforgeSettings(
      PostgresUri postgres,
      int postgresConnections,
      @Nullable String mongoUri,
      ExecutionSettings execution,
      @Nullable Auth0Settings management) {
    this(postgres, postgresConnections, mongoUri, execution, management, SecretKeys.NONE);
  }

  /** Each may hold a connection to its target, of which a process can open only so many. */
  private static final int MAX_REQUESTS_IN_FLIGHT = 10_000;

  /**
   * Reads the environment.
   *
   * @throws io.flowforge.error.InvalidException with one detail for each setting that is missing or
   *     invalid
   */
  public static FlowforgeSettings from(Map<String, String> environment) {
    return SettingsReader.read(environment, FlowforgeSettings::read);
  }

  /**
   * Reads {@code POSTGRES_URI}, {@code MONGO_URI}, and optionally {@code POSTGRES_POOL_SIZE},
   * {@code REQUESTS_IN_FLIGHT}, {@code MAX_STEP_SECONDS}, {@code ADOPT_RUNNING}, {@code
   * ALLOW_PRIVATE_TARGETS}, {@code REDACTED_NAMES}, {@code LOG_BODY_BYTES}, {@code
   * FLOWFORGE_PLUGINS} and the variables of {@link InFlightCaps#read}, {@link WaitSettings#read},
   * {@link Auth0Settings#read} and {@link SecretKeySettings#read}.
   *
   * @return empty if something is missing; the reader has the problems
   */
  public static Optional<FlowforgeSettings> read(SettingsReader settings) {
    Optional<PostgresUri> postgres =
        settings.required("POSTGRES_URI", PostgresUri.CURE, PostgresUri::parse);
    int connections = settings.number("POSTGRES_POOL_SIZE", 16, 4, 1_000);
    Optional<String> mongo = settings.required("MONGO_URI", MongoUri.CURE, MongoUri::checked);
    ExecutionSettings execution = execution(settings);
    Auth0Settings management = Auth0Settings.read(settings).orElse(null);
    SecretKeys keys = SecretKeySettings.read(settings);
    return postgres.flatMap(
        uri ->
            mongo.map(
                documents ->
                    new FlowforgeSettings(
                        uri, connections, documents, execution, management, keys)));
  }

  private static ExecutionSettings execution(SettingsReader settings) {
    return ExecutionSettings.defaults()
        .withRequestsInFlight(
            settings.number("REQUESTS_IN_FLIGHT", 2_000, 1, MAX_REQUESTS_IN_FLIGHT))
        .withCaps(InFlightCaps.read(settings))
        .withMaxStepTime(MaxStepTime.read(settings))
        .resumingAdopted(settings.choice("ADOPT_RUNNING", "fail", "resume").equals("resume"))
        .allowingPrivateTargets(settings.truth("ALLOW_PRIVATE_TARGETS"))
        .withSecretNames(
            settings
                .optional("REDACTED_NAMES", "only the built-in names", SecretNames.USUAL::and)
                .orElse(SecretNames.USUAL))
        .withPlugins(settings.optional(PluginFolder.SETTING, "no plug-ins", PluginFolder::checked))
        .withLoggedBodyBytes(settings.number("LOG_BODY_BYTES", 1024, 0, 4096))
        .withWaits(WaitSettings.read(settings));
  }

  /** Returns a copy with these settings for looking up users. */
  public FlowforgeSettings withManagement(Auth0Settings other) {
    return new FlowforgeSettings(
        postgres, postgresConnections, mongoUri, execution, other, secretKeys);
  }

  /** Returns a copy with these keys of secrets. */
  public FlowforgeSettings withSecretKeys(SecretKeys other) {
    return new FlowforgeSettings(
        postgres, postgresConnections, mongoUri, execution, management, other);
  }

  /** Returns a copy that lets adopted requests that were Running go on, or not. */
  public FlowforgeSettings resumingAdopted(boolean resumes) {
    return new FlowforgeSettings(
        postgres,
        postgresConnections,
        mongoUri,
        execution.resumingAdopted(resumes),
        management,
        secretKeys);
  }

  /** Omits the connection string of MongoDB, which contains a password. */
  @Override
  public String toString() {
    return "FlowforgeSettings[postgres=%s, postgresConnections=%d, execution=%s, management=%s, secretKeys=%s]"
        .formatted(postgres, postgresConnections, execution, management, secretKeys);
  }
}
