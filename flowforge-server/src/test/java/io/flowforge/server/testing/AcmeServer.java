package io.flowforge.server.testing;

import io.flowforge.Flowforge;
import io.flowforge.FlowforgeSettings;
import io.flowforge.identity.Caller;
import io.flowforge.server.FlowforgeServer;
import io.flowforge.server.Measurements;
import io.flowforge.server.ServerConfig;
import io.flowforge.server.http.HttpLimits;
import io.flowforge.server.stream.StreamLimits;
import io.flowforge.testing.FakeAuth0;
import io.flowforge.testing.SealKeys;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A whole server on real stores, with the people of {@link World}, workers and a target. */
public final class AcmeServer implements AutoCloseable {

  public final TestStores stores = new TestStores();
  public final TestIssuer issuer = new TestIssuer();
  public final Target target = new Target();
  public final FakeAuth0 auth0 = new FakeAuth0();
  private final Measurements measurements = new Measurements();
  public final Flowforge core;
  public final World acme;

  /** All settings of the server. */
  public final Map<String, String> environment;

  private final FlowforgeServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  /** Starts a server whose steps may call this machine. */
  public AcmeServer() {
    this(Map.of("ALLOW_PRIVATE_TARGETS", "true"));
  }

  /** Starts a server with these variables in its environment. */
  public AcmeServer(Map<String, String> variables) {
    this(_ -> variables);
  }

  /** Starts a server with the variables that belong to its stores. */
  public AcmeServer(Function<TestStores, Map<String, String>> variables) {
    this(variables, UnaryOperator.identity());
  }

  /** Starts a server with other limits of streams. */
  public AcmeServer(StreamLimits streams) {
    this(_ -> Map.of("ALLOW_PRIVATE_TARGETS", "true"), limits -> limits.with(streams));
  }

  /** Starts a server with other limits. */
  public static AcmeServer limited(UnaryOperator<HttpLimits> limits) {
    return new AcmeServer(_ -> Map.of("ALLOW_PRIVATE_TARGETS", "true"), limits);
  }

  private AcmeServer(
      Function<TestStores, Map<String, String>> variables, UnaryOperator<HttpLimits> limits) {
    environment = new HashMap<>(issuer.environment());
    environment.putAll(stores.environment());
    environment.put("FLOWFORGE_HOST", "127.0.0.1");
    environment.put("FLOWFORGE_PORT", "0");
    environment.put("FLOWFORGE_MANAGEMENT_PORT", "0");
    environment.put("FLOWFORGE_SECRET_KEYS", SealKeys.setting("k1"));
    environment.putAll(variables.apply(stores));
    core =
        Flowforge.open(
            FlowforgeSettings.from(environment).withManagement(auth0.settings()),
            InstantSource.system(),
            measurements.registry());
    acme = new World(core);
    core.startWorkers();
    ServerConfig config = ServerConfig.from(environment);
    server =
        FlowforgeServer.start(
            config.with(limits.apply(config.limits())), core, measurements, InstantSource.system());
  }

  /** Stops the server as a process that gets the stop signal does, and leaves the core open. */
  public void stop() {
    server.close();
  }

  public Client nobody() {
    return new Client(http, server.port(), "", true);
  }

  /** Returns a client of the routes that openapi.yaml does not describe. */
  public Client operator() {
    return new Client(http, server.port(), "");
  }

  /**
   * Returns the value of a metric as it is printed; empty if there is none.
   *
   * @param series the name of the metric, and its labels if it has any
   */
  public String metric(String series) {
    return operator()
        .get("/metrics")
        .response()
        .body()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .map(line -> line.substring(series.length() + 1))
        .findFirst()
        .orElse("");
  }

  public Client as(Caller caller) {
    return nobody().as(issuer.tokenFor(caller));
  }

  @Override
  public void close() {
    server.close();
    core.close();
    measurements.close();
    http.close();
    target.close();
    issuer.close();
    auth0.close();
    stores.close();
  }
}
