package io.flowforge.server.api;

import io.flowforge.server.http.Endpoints;
import io.flowforge.server.http.JsonBodies;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** The health check of existing front ends, the only route of the API without a token. */
public final class HealthApi implements HttpService {

  private final Runnable ping;
  private final JsonBodies json;

  /**
   * Creates the service.
   *
   * @param ping throws {@link io.flowforge.error.UnavailableException} if a store is down
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
