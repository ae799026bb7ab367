package io.flowforge.server;

import io.flowforge.Flowforge;
import io.flowforge.json.Json;
import io.flowforge.server.api.live.LiveApi;
import io.flowforge.server.auth.IssuerConfig;
import io.flowforge.server.http.JsonBodies;
import io.flowforge.server.signup.SignUps;
import io.flowforge.server.stream.StreamLimits;
import io.helidon.webserver.http.HttpService;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The parts of {@link FlowforgeServer} that only tests in other packages need. */
public final class ServerAccess {

  private ServerAccess() {}

  /** Starts a server with one service and without stores. */
  public static FlowforgeServer start(
      ServerConfig config,
      JsonBodies json,
      HttpService service,
      Map<String, Runnable> checks,
      InstantSource clock) {
    return FlowforgeServer.start(config, json, List.of(service), checks, new Measurements(), clock);
  }

  /** Returns the service outside the API that openapi.yaml describes. */
  public static HttpService signIn(IssuerConfig issuer) {
    return FlowforgeServer.signIn(issuer, new JsonBodies(Json.mapper()));
  }

  /** Returns the services of the API. */
  public static List<HttpService> services(Flowforge core) {
    var json = new JsonBodies(Json.mapper());
    var live =
        new LiveApi(
            core, json, StreamLimits.DEFAULT, new CompositeMeterRegistry(), InstantSource.system());
    return FlowforgeServer.services(core, SignUps.withoutIssuer(core.management()), json, live);
  }
}
