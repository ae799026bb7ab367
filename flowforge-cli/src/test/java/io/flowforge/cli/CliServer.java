package io.flowforge.cli;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static io.flowforge.testing.World.OWNER;
import static io.flowforge.testing.World.STRANGER;

import io.flowforge.Flowforge;
import io.flowforge.cli.embedded.issuer.IssuerOptions;
import io.flowforge.cli.embedded.issuer.IssuerUser;
import io.flowforge.cli.embedded.issuer.LocalIssuer;
import io.flowforge.cli.embedded.loopback.LoopbackPort;
import io.flowforge.identity.Caller;
import io.flowforge.server.FlowforgeServer;
import io.flowforge.server.Measurements;
import io.flowforge.server.ServerConfig;
import io.flowforge.testing.SealKeys;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A server with workers on stores of its own, and the environments of commands that use it. */
public final class CliServer implements AutoCloseable {

  private final Path directory;
  private final TestStores stores = new TestStores();
  private final Target target = new Target();
  private final LocalIssuer issuer;
  private final Measurements measurements = new Measurements();
  private final Flowforge core;
  private final FlowforgeServer server;
  private final World world;

  /**
   * @param directory for the issuer's key and for profiles
   */
  public CliServer(Path directory) {
    this.directory = directory;
    issuer = LocalIssuer.open(directory, LoopbackPort.anyFree(), options(), InstantSource.system());
    core =
        Flowforge.open(stores.settings().withSecretKeys(SealKeys.of("k1")), InstantSource.system());
    world = new World(core);
    Map<String, String> settings =
        Map.of(
            "FLOWFORGE_HOST",
            "127.0.0.1",
            "FLOWFORGE_PORT",
            "0",
            "FLOWFORGE_MANAGEMENT_PORT",
            "0",
            "OIDC_ISSUER",
            issuer.issuer(),
            "OIDC_AUDIENCE",
            issuer.audience(),
            "OIDC_JWKS_URI",
            issuer.jwksUri());
    server =
        FlowforgeServer.start(
            ServerConfig.from(settings), core, measurements, InstantSource.system());
    core.startWorkers();
  }

  private static IssuerOptions options() {
    return IssuerOptions.of(
        "flowforge",
        "client",
        "secret",
        Stream.of(OWNER, ADMIN, MEMBER, STRANGER)
            .map(Caller::userId)
            .map(id -> new IssuerUser(id, id + "@example.com", id, "auth0", "pw"))
            .toList());
  }

  public World world() {
    return world;
  }

  public Flowforge core() {
    return core;
  }

  /** Returns the service that steps call. */
  public Target target() {
    return target;
  }

  public String url() {
    return "http://127.0.0.1:" + server.port();
  }

  /** Returns the environment of a command that calls the server as this user. */
  public Map<String, String> remote(Caller caller) {
    return with(
        Map.of("FLOWFORGE_SERVER", url(), "FLOWFORGE_TOKEN", issuer.tokenFor(caller.userId())));
  }

  /** Returns the environment of a command that uses the stores. */
  public Map<String, String> direct() {
    Map<String, String> variables = new HashMap<>(stores.environment());
    variables.put("FLOWFORGE_SECRET_KEYS", SealKeys.setting("k1"));
    return with(variables);
  }

  /** Returns an environment that chooses nothing. */
  public Map<String, String> empty() {
    return with(Map.of());
  }

  /** Runs the command in this process. */
  public RunResult run(Map<String, String> environment, List<String> arguments) {
    return RunResult.of(environment, directory, arguments.toArray(String[]::new));
  }

  private Map<String, String> with(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    all.put("FLOWFORGE_CONFIG_HOME", directory.resolve("config").toString());
    return all;
  }

  @Override
  public void close() {
    server.close();
    core.close();
    issuer.close();
    target.close();
    measurements.close();
    stores.close();
  }
}
