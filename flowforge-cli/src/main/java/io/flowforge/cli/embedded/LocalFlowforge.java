package io.flowforge.cli.embedded;

import static java.util.Map.entry;

import io.flowforge.Flowforge;
import io.flowforge.FlowforgeSettings;
import io.flowforge.cli.embedded.loopback.LoopbackPort;
import io.flowforge.scan.CharacterSet;
import io.flowforge.server.FlowforgeServer;
import io.flowforge.server.Measurements;
import io.flowforge.server.ServerConfig;
import io.flowforge.settings.PublicUrl;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A server with workers, and everything it talks to, on this machine. The server reads the same
 * variables as in production; only their values differ.
 */
public final class LocalFlowforge implements AutoCloseable {

  private final Closer parts;
  private final LocalStack stack;
  private final Flowforge core;
  private final FlowforgeServer server;
  private final boolean hasConsole;
  private final Duration serverStart;

  private LocalFlowforge(Closer parts, LocalStack stack, Serving serving, Duration serverStart) {
    this.parts = parts;
    this.stack = stack;
    this.core = serving.core();
    this.server = serving.server();
    this.hasConsole = serving.hasConsole();
    this.serverStart = serverStart;
  }

  /**
   * Starts everything. If one part fails, all others are closed.
   *
   * @param environment the machine's variables; settings such as limits apply to the server
   * @throws io.flowforge.error.InvalidException if one of them is invalid; then nothing was started
   */
  public static LocalFlowforge start(
      LocalStackOptions options, Map<String, String> environment, InstantSource clock) {
    ServerVariables.requireValid(environment);
    var parts = new Closer();
    try {
      return started(options, environment, clock, parts);
    } catch (RuntimeException e) {
      throw parts.closeAfter(e);
    }
  }

  private static LocalFlowforge started(
      LocalStackOptions options,
      Map<String, String> environment,
      InstantSource clock,
      Closer parts) {
    LocalStack stack = LocalStack.start(options.withOrigins(frontEnds(environment)), clock);
    parts.add(stack::close);
    long begin = System.nanoTime();
    Serving serving =
        options
            .ports()
            .server()
            .open(port -> serving(variables(stack, options, environment, port), clock));
    parts.add(serving::close);
    serving.core().startWorkers();
    var took = Duration.ofNanos(System.nanoTime() - begin);
    return new LocalFlowforge(parts, stack, serving, took);
  }

  /** The core and its server; the core knows the address of the server. */
  private record Serving(
      Measurements measurements, Flowforge core, FlowforgeServer server, boolean hasConsole) {

    void close() {
      try (measurements;
          core) {
        server.close();
      }
    }
  }

  private static Serving serving(Map<String, String> variables, InstantSource clock) {
    var parts = new Closer();
    try {
      var measurements = new Measurements();
      parts.add(measurements::close);
      Flowforge core =
          Flowforge.open(FlowforgeSettings.from(variables), clock, measurements.registry());
      parts.add(core::close);
      FlowforgeServer server =
          LoopbackPort.anyFree()
              .open(
                  port ->
                      FlowforgeServer.start(config(variables, port), core, measurements, clock));
      return new Serving(measurements, core, server, ServerConfig.from(variables).hasConsole());
    } catch (RuntimeException e) {
      throw parts.closeAfter(e);
    }
  }

  public LocalStack stack() {
    return stack;
  }

  public Flowforge core() {
    return core;
  }

  /** Returns the base URL of the API, without a trailing slash. */
  public String url() {
    return "http://" + LoopbackPort.HOST + ":" + server.port();
  }

  /** Returns whether browsers get the console at {@link #url}. */
  public boolean hasConsole() {
    return hasConsole;
  }

  /** Returns the base URL of the probes and metrics, without a trailing slash. */
  public String managementUrl() {
    return "http://" + LoopbackPort.HOST + ":" + server.managementPort().orElseThrow();
  }

  /** Returns how long the server took to start, including the migration of the stores. */
  public Duration serverStart() {
    return serverStart;
  }

  @Override
  public void close() {
    parts.close();
  }

  private static ServerConfig config(Map<String, String> variables, int managementPort) {
    var all = new HashMap<>(variables);
    all.put("FLOWFORGE_MANAGEMENT_PORT", Integer.toString(managementPort));
    return ServerConfig.from(all);
  }

  /** Returns the origins whose pages may call the server, and therefore sign people in. */
  private static Set<String> frontEnds(Map<String, String> environment) {
    return CharacterSet.COMMA.split(environment.getOrDefault("CORS_ALLOWED_ORIGINS", "")).stream()
        .map(String::strip)
        .filter(origin -> !origin.isEmpty())
        .collect(Collectors.toSet());
  }

  private static Map<String, String> variables(
      LocalStack stack, LocalStackOptions options, Map<String, String> environment, int port) {
    var variables = new HashMap<>(ServerVariables.of(variables(stack, options), environment));
    variables.put("FLOWFORGE_PORT", Integer.toString(port));
    // Somebody may let others in, by a tunnel for example, and knows its address.
    variables.putIfAbsent(PublicUrl.SETTING, "http://" + LoopbackPort.HOST + ":" + port);
    return variables;
  }

  private static Map<String, String> variables(LocalStack stack, LocalStackOptions options) {
    return Map.ofEntries(
        entry("POSTGRES_URI", stack.postgresUri()),
        entry("MONGO_URI", stack.mongoUri()),
        entry("OIDC_ISSUER", stack.issuer().issuer()),
        entry("OIDC_AUDIENCE", stack.issuer().audience()),
        entry("OIDC_JWKS_URI", stack.issuer().jwksUri()),
        entry("OIDC_CLI_CLIENT_ID", options.issuer().clients().cli()),
        entry("OIDC_CONSOLE_CLIENT_ID", options.issuer().clients().console()),
        entry("MANAGEMENT_API_URL", stack.issuer().issuer()),
        entry("MANAGEMENT_API_CLIENT", options.issuer().clientId()),
        entry("MANAGEMENT_API_SECRET", options.issuer().clientSecret()),
        entry("MANAGEMENT_API_AUDIENCE", stack.issuer().managementAudience()),
        entry("FLOWFORGE_SECRET_KEYS_FILE", LocalSecretKeys.in(options.directory()).toString()),
        entry("FLOWFORGE_HOST", LoopbackPort.HOST),
        // Services on this machine are useful targets.
        entry("ALLOW_PRIVATE_TARGETS", "true"));
  }
}
