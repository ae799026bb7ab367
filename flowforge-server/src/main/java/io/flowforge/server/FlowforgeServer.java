package io.flowforge.server;

import io.flowforge.Flowforge;
import io.flowforge.error.InvalidException;
import io.flowforge.json.Json;
import io.flowforge.server.api.DocsApi;
import io.flowforge.server.api.HealthApi;
import io.flowforge.server.api.MembershipApi;
import io.flowforge.server.api.OrganizationApi;
import io.flowforge.server.api.PipelineApi;
import io.flowforge.server.api.RequestApi;
import io.flowforge.server.api.UserApi;
import io.flowforge.server.auth.Authentication;
import io.flowforge.server.http.HttpPipeline;
import io.flowforge.server.http.JsonBodies;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpService;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;

/**
 * The REST server on a core that somebody else opened, and closes after the server. Composition
 * root of this module.
 */
public final class FlowforgeServer implements AutoCloseable {

  private final WebServer server;
  private final Authentication authentication;

  private FlowforgeServer(WebServer server, Authentication authentication) {
    this.server = server;
    this.authentication = authentication;
  }

  /**
   * Starts to listen. Whether requests are also run here is decided by {@link
   * Flowforge#startWorkers}.
   *
   * @throws InvalidException when the address cannot be listened on
   */
  public static FlowforgeServer start(ServerConfig config, Flowforge core, InstantSource clock) {
    var json = new JsonBodies(Json.mapper());
    return start(config, json, services(core, json), clock);
  }

  /** Starts a server with these routes under {@code /api}. */
  static FlowforgeServer start(
      ServerConfig config, JsonBodies json, List<HttpService> services, InstantSource clock) {
    var authentication = new Authentication(config.issuer(), Json.mapper(), clock);
    WebServerConfig.Builder wanted =
        HttpPipeline.server(
                config.cors(), config.limits(), json, authentication, services, new DocsApi())
            .port(config.port());
    try {
      WebServer server = wanted.address(InetAddress.getByName(config.host())).build().start();
      // When the port is taken, Helidon logs it and returns.
      if (server.isRunning()) {
        return new FlowforgeServer(server, authentication);
      }
    } catch (UnknownHostException e) {
      // Told below, as every reason not to get the address.
    } catch (RuntimeException e) {
      authentication.close();
      throw e;
    }
    authentication.close();
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
    try (authentication) {
      server.stop();
    }
  }

  static List<HttpService> services(Flowforge core, JsonBodies json) {
    return List.of(
        new HealthApi(core::ping, json),
        new UserApi(core.userService(), core.membershipService(), json),
        new OrganizationApi(core.organizationService(), core.membershipService(), json),
        new MembershipApi(core.membershipService(), json),
        new PipelineApi(core.pipelines(), json),
        new RequestApi(core.requests(), core.actions(), core.editor(), json));
  }
}
