package io.flowforge.server;

import io.flowforge.Flowforge;
import io.flowforge.FlowforgeVersion;
import io.flowforge.error.InvalidException;
import io.flowforge.health.SharedCheck;
import io.flowforge.json.Json;
import io.flowforge.server.api.DeletedUsers;
import io.flowforge.server.api.DocsApi;
import io.flowforge.server.api.HealthApi;
import io.flowforge.server.api.MembershipApi;
import io.flowforge.server.api.MetricsApi;
import io.flowforge.server.api.OrganizationApi;
import io.flowforge.server.api.PipelineApi;
import io.flowforge.server.api.ProbesApi;
import io.flowforge.server.api.Readiness;
import io.flowforge.server.api.RequestApi;
import io.flowforge.server.api.UserApi;
import io.flowforge.server.api.authoring.AuthoringApi;
import io.flowforge.server.api.callback.CallbackApi;
import io.flowforge.server.api.live.LiveApi;
import io.flowforge.server.api.secret.SecretApi;
import io.flowforge.server.api.signin.SignInApi;
import io.flowforge.server.api.version.VersionApi;
import io.flowforge.server.auth.Authentication;
import io.flowforge.server.auth.IssuerConfig;
import io.flowforge.server.console.ConsoleSite;
import io.flowforge.server.http.HttpPipeline;
import io.flowforge.server.http.JsonBodies;
import io.flowforge.server.signup.SignUps;
import io.flowforge.server.stream.StopsFirst;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpService;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The REST server, which is the composition root of this module. It does not own the core: the
 * caller opens the core first and closes it after the server.
 */
public final class FlowforgeServer implements AutoCloseable {

  /** Supervisors rarely wait longer for a probe. */
  private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(2);

  private static final Duration ISSUER_CHECK_INTERVAL = Duration.ofSeconds(5);

  private final WebServer server;
  private final @Nullable WebServer management;
  private final List<HttpService> services;
  private final Parts parts;

  private FlowforgeServer(
      WebServer server, @Nullable WebServer management, List<HttpService> services, Parts parts) {
    this.server = server;
    this.services = services;
    this.management = management;
    this.parts = parts;
  }

  /**
   * Starts to listen. Requests run in this process only after {@link Flowforge#startWorkers}.
   *
   * @param measurements the registry that the core was opened with; not closed by the server
   * @throws InvalidException if the server cannot listen on the configured address
   */
  public static FlowforgeServer start(
      ServerConfig config, Flowforge core, Measurements measurements, InstantSource clock) {
    var json = new JsonBodies(Json.mapper());
    var live =
        new LiveApi(
            core,
            json,
            config.limits().streams().within(config.limits().maxConnections()),
            measurements.registry(),
            clock);
    FlowforgeServer server =
        start(
            config,
            json,
            services(
                core, SignUps.of(core.management(), config.issuer(), Json.mapper()), json, live),
            core.checks(),
            measurements,
            clock);
    server.parts.authentication().checkIssuer();
    return server;
  }

  /**
   * Starts a server with the given services under {@code /api}.
   *
   * @param checks the readiness checks by name
   */
  static FlowforgeServer start(
      ServerConfig config,
      JsonBodies json,
      List<HttpService> services,
      Map<String, Runnable> checks,
      Measurements measurements,
      InstantSource clock) {
    var authentication = new Authentication(config.issuer(), Json.mapper(), clock);
    Map<String, Runnable> allChecks = new HashMap<>(checks);
    allChecks.put(
        "issuer",
        new SharedCheck(authentication::requireIssuer, ISSUER_CHECK_INTERVAL, System::nanoTime));
    var parts = new Parts(authentication, measurements, new Readiness(allChecks, CHECK_TIMEOUT));
    try {
      WebServer server = api(config, json, services, parts);
      try {
        return new FlowforgeServer(server, management(config, json, parts), services, parts);
      } catch (RuntimeException e) {
        server.stop();
        throw e;
      }
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  /** Objects that are closed together with the server. */
  private record Parts(
      Authentication authentication, Measurements measurements, Readiness readiness) {

    void close() {
      try (authentication) {
        readiness.close();
      }
    }
  }

  private static WebServer api(
      ServerConfig config, JsonBodies json, List<HttpService> services, Parts parts) {
    return listening(
        HttpPipeline.server(
            config.cors(),
            config.limits(),
            json,
            parts.authentication(),
            services,
            pages(config, json, parts),
            parts.measurements().registry()),
        config.host(),
        config.port(),
        "FLOWFORGE_PORT to a port that is free");
  }

  private static @Nullable WebServer management(ServerConfig config, JsonBodies json, Parts parts) {
    if (config.managementPort() == 0) {
      return null;
    }
    return listening(
        HttpPipeline.management(
            config.cors(),
            config.limits(),
            json,
            probes(json, parts),
            parts.measurements().registry()),
        config.host(),
        config.managementPort(),
        "FLOWFORGE_MANAGEMENT_PORT to a port that is free, or to 0 to turn it off");
  }

  private static WebServer listening(
      WebServerConfig.Builder configured, String host, int port, String advice) {
    try {
      WebServer server = configured.port(port).address(InetAddress.getByName(host)).build().start();
      // If the port is taken, Helidon logs it and returns.
      if (server.isRunning()) {
        return server;
      }
    } catch (UnknownHostException e) {
      // Reported below, as is every other reason.
    }
    throw new InvalidException(
        "cannot listen on %s, port %d: set FLOWFORGE_HOST to an address of this machine and "
                .formatted(host, port)
            + advice);
  }

  /** Returns the port on which the server listens. */
  public int port() {
    return server.port();
  }

  /** Returns the port that serves only probes and metrics, if it is turned on. */
  public OptionalInt managementPort() {
    return management == null ? OptionalInt.empty() : OptionalInt.of(management.port());
  }

  /** Stops accepting calls and waits for those in flight, at most for the stop timeout. */
  @Override
  public void close() {
    try {
      services.forEach(FlowforgeServer::stopResponses);
      server.stop();
    } finally {
      // Stopped last, so that operators can watch the server stop.
      if (management != null) {
        management.stop();
      }
      parts.close();
    }
  }

  /** Streams end only when they are told to, and the server would wait for them in vain. */
  private static void stopResponses(HttpService service) {
    if (service instanceof StopsFirst streams) {
      streams.stopResponses();
    }
  }

  static List<HttpService> services(
      Flowforge core, SignUps signUps, JsonBodies json, LiveApi live) {
    return List.of(
        new DeletedUsers(core.userService()),
        new HealthApi(core::ping, json),
        new UserApi(core.userService(), signUps, core.membershipService(), json),
        new OrganizationApi(
            core.organizationService(), core.membershipService(), core.departures(), json),
        new SecretApi(core.secretService(), json),
        new MembershipApi(core.membershipService(), core.departures(), json),
        // Before the routes of one pipeline, which would take "validate" for an id.
        new AuthoringApi(core.authoringHelp(), json),
        new PipelineApi(core.pipelines(), core.pipelineReading(), core.pipelineArchive(), json),
        new VersionApi(core.pipelineReading(), core.pipelineVersions(), json),
        new RequestApi(core.requests(), json),
        live,
        new CallbackApi(core.callbacks(), json));
  }

  private static List<HttpService> pages(ServerConfig config, JsonBodies json, Parts parts) {
    List<HttpService> pages = new ArrayList<>(probes(json, parts));
    pages.add(new DocsApi(!config.hasConsole()));
    pages.add(signIn(config.issuer(), json));
    if (config.hasConsole()) {
      pages.add(ConsoleSite.of(config.issuer().issuer(), parts.authentication()::tokenEndpoint));
    }
    return pages;
  }

  static HttpService signIn(IssuerConfig issuer, JsonBodies json) {
    return new SignInApi(issuer, FlowforgeVersion.current(), json);
  }

  private static List<HttpService> probes(JsonBodies json, Parts parts) {
    return List.of(
        new ProbesApi(parts.readiness(), json), new MetricsApi(parts.measurements()::text));
  }
}
