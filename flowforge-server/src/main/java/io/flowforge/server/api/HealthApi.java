package io.flowforge.server.api;

import io.flowforge.server.http.Endpoints;
import io.flowforge.server.http.JsonBodies;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/**
 * Whether the server can serve, as existing front ends ask; the one route of the API without a
 * token.
 */
public final class HealthApi implements HttpService {

  private final Runnable ping;
  private final JsonBodies json;

  /**
   * Makes the route.
   *
   * @param ping throws {@link io.flowforge.error.UnavailableException} when a store is down
   */
  public HealthApi(Runnable ping, JsonBodies json) {
    this.ping = ping;
    this.json = json;
  }

  @Override
  public void routing(HttpRules rules) {
    Endpoints.of(rules).get("/healthcheck", this::check).refuseOtherMethods();
  }

  private void check(ServerRequest request, ServerResponse response) {
    ping.run();
    json.send(response, "Server working!");
  }
}
