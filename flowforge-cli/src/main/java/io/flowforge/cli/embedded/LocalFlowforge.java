package io.flowforge.cli.embedded;

import io.flowforge.Flowforge;
import io.flowforge.FlowforgeSettings;
import io.flowforge.cli.embedded.loopback.LoopbackPort;
import io.flowforge.server.FlowforgeServer;
import io.flowforge.server.Measurements;
import io.flowforge.server.ServerConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * A server with workers, and everything it talks to, on this machine. The server is set up through
 * the same variables as anywhere else; only the addresses differ.
 */
public final class LocalFlowforge implements AutoCloseable {

  private final Closer parts;
  private final LocalStack stack;
  private final Flowforge core;
  private final FlowforgeServer server;
  private final Duration serverStart;

  private LocalFlowforge(
      Closer parts,
      LocalStack stack,
      Flowforge core,
      FlowforgeServer server,
      Duration serverStart) {
    this.parts = parts;
    this.stack = stack;
    this.core = core;
    this.server = server;
    this.serverStart = serverStart;
  }

  /**
   * Starts all of it. When one part fails, none stays.
   *
   * @param environment further variables for the server
   */
  public static LocalFlowforge start(
      LocalStackOptions options, Map<String, String> environment, InstantSource clock) {
    var parts = new Closer();
    try {
      return started(options, environment, clock, parts);
    } catch (RuntimeException e) {
      throw parts.closedAfter(e);
    }
  }

  private static LocalFlowforge started(
      LocalStackOptions options,
      Map<String, String> environment,
      InstantSource clock,
      Closer parts) {
    LocalStack stack = LocalStack.start(options, clock);
    parts.add(stack::close);
    long begin = System.nanoTime();
    Map<String, String> variables = variables(stack, options, environment);
    var measurements = new Measurements();
    parts.add(measurements::close);
    Flowforge core =
        Flowforge.open(FlowforgeSettings.from(variables), clock, measurements.registry());
    parts.add(core::close);
    FlowforgeServer server =
        FlowforgeServer.start(ServerConfig.from(variables), core, measurements, clock);
    parts.add(server::close);
    core.startWorkers();
    var took = Duration.ofNanos(System.nanoTime() - begin);
    return new LocalFlowforge(parts, stack, core, server, took);
  }

  public LocalStack stack() {
    return stack;
  }

  public Flowforge core() {
    return core;
  }

  /** Where the API is, without a slash at the end. */
  public String url() {
    return "http://" + LoopbackPort.HOST + ":" + server.port();
  }

  /** How long the server took to start once the stores were there, with their migration. */
  public Duration serverStart() {
    return serverStart;
  }

  @Override
  public void close() {
    parts.close();
  }

  private static Map<String, String> variables(
      LocalStack stack, LocalStackOptions options, Map<String, String> environment) {
    Map<String, String> variables = new HashMap<>(environment);
    // What the machine's environment says of other stores and issuers is not meant for this one.
    variables.remove("AUTH0_DOMAIN");
    variables.remove("AUTH0_AUDIENCE");
    variables.put("POSTGRES_URI", stack.postgresUri());
    variables.put("MONGO_URI", stack.mongoUri());
    variables.put("OIDC_ISSUER", stack.issuer().issuer());
    variables.put("OIDC_AUDIENCE", stack.issuer().audience());
    variables.put("OIDC_JWKS_URI", stack.issuer().jwksUri());
    variables.put("MANAGEMENT_API_URL", stack.issuer().issuer());
    variables.put("MANAGEMENT_API_CLIENT", options.issuerOptions().clientId());
    variables.put("MANAGEMENT_API_SECRET", options.issuerOptions().clientSecret());
    variables.put("MANAGEMENT_API_AUDIENCE", stack.issuer().managementAudience());
    variables.put("FLOWFORGE_HOST", LoopbackPort.HOST);
    variables.put("FLOWFORGE_PORT", Integer.toString(options.server().number()));
    // Whatever runs on this machine is a target worth trying.
    variables.put("ALLOW_PRIVATE_TARGETS", "true");
    return variables;
  }
}
