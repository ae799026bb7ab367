package io.flowforge.server;

import io.flowforge.Flowforge;
import io.flowforge.error.InvalidException;
import io.flowforge.json.Json;
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
import io.flowforge.server.auth.Authentication;
import io.flowforge.server.http.HttpPipeline;
import io.flowforge.server.http.JsonBodies;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpService;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * The REST server on a core that somebody else opened, and closes after the server. Composition
 * root of this module.
 */
public final class FlowforgeServer implements AutoCloseable {

  /** Who asks whether the server is ready seldom waits longer. */
  private static final Duration PROBE_PATIENCE = Duration.ofSeconds(2);

  private final WebServer server;
  private final Parts parts;

  private FlowforgeServer(WebServer server, Parts parts) {
    this.server = server;
    this.parts = parts;
  }

  /**
   * Starts to listen. Whether requests are also run here is decided by {@link
   * Flowforge#startWorkers}.
   *
   * @param measurements the ones that the core was opened with; closed after the server
   * @throws InvalidException when the address cannot be listened on
   */
  public static FlowforgeServer start(
      ServerConfig config, Flowforge core, Measurements measurements, InstantSource clock) {
    var json = new JsonBodies(Json.mapper());
    return start(config, json, services(core, json), core.checks(), measurements, clock);
  }

  /**
   * Starts a server with these routes under {@code /api}.
   *
   * @param checks what it needs to be ready
   */
  static FlowforgeServer start(
      ServerConfig config,
      JsonBodies json,
      List<HttpService> services,
      Map<String, Runnable> checks,
      Measurements measurements,
      InstantSource clock) {
    var parts =
        new Parts(
            new Authentication(config.issuer(), Json.mapper(), clock),
            measurements,
            new Readiness(checks, PROBE_PATIENCE));
    try {
      return new FlowforgeServer(listening(config, json, services, parts), parts);
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  /** What lives and ends with the server. */
  private record Parts(
      Authentication authentication, Measurements measurements, Readiness readiness) {

    void close() {
      try (authentication) {
        readiness.close();
      }
    }
  }

  private static WebServer listening(
      ServerConfig config, JsonBodies json, List<HttpService> services, Parts parts) {
    try {
      WebServer server =
          HttpPipeline.server(
                  config.cors(),
                  config.limits(),
                  json,
                  parts.authentication(),
                  services,
                  pages(json, parts),
                  parts.measurements().registry())
              .port(config.port())
              .address(InetAddress.getByName(config.host()))
              .build()
              .start();
      // When the port is taken, Helidon logs it and returns.
      if (server.isRunning()) {
        return server;
      }
    } catch (UnknownHostException e) {
      // Told below, as every reason not to get the address.
    }
    throw new InvalidException(
        "cannot listen on %s port %d: set FLOWFORGE_HOST to an address of this machine, and PORT to"
                .formatted(config.host(), config.port())
            + " a port that no other program listens on");
  }

  /** The port that clients find the server on. */
  public int port() {
    return server.port();
  }

  /** Takes no more requests, and waits for those in flight as long as the limits allow. */
  @Override
  public void close() {
    try {
      server.stop();
    } finally {
      parts.close();
    }
  }

  static List<HttpService> services(Flowforge core, JsonBodies json) {
    return List.of(
        new HealthApi(core::ping, json),
        new UserApi(core.userService(), core.membershipService(), json),
        new OrganizationApi(core.organizationService(), core.membershipService(), json),
        new MembershipApi(core.membershipService(), json),
        new PipelineApi(core.pipelines(), json),
        new RequestApi(core.requests(), json));
  }

  private static List<HttpService> pages(JsonBodies json, Parts parts) {
    return List.of(
        new ProbesApi(parts.readiness(), json),
        new MetricsApi(parts.measurements()::text),
        new DocsApi());
  }
}
