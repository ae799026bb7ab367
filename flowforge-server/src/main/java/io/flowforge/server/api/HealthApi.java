package io.flowforge.server.api;

import io.flowforge.error.FlowforgeException;
import io.flowforge.server.http.Endpoints;
import io.flowforge.server.http.JsonBodies;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.Optional;

/** The health check of existing front ends, the only route of the API without a token. */
public final class HealthApi implements HttpService {

  /** Calls without a token must not use up the connections to the stores. */
  private static final Duration PERIOD = Duration.ofMillis(100);

  private final SharedResult<Optional<FlowforgeException>> ping;
  private final JsonBodies json;

  /**
   * Creates the service.
   *
   * @param ping throws {@link io.flowforge.error.UnavailableException} if a store is down
   */
  public HealthApi(Runnable ping, JsonBodies json) {
    this.ping = new SharedResult<>(() -> failureOf(ping), PERIOD);
    this.json = json;
  }

  @Override
  public void routing(HttpRules rules) {
    Endpoints.of(rules).get("/healthcheck", this::check).refuseOtherMethods();
  }

  private void check(ServerRequest request, ServerResponse response) {
    ping.get()
        .ifPresent(
            failure -> {
              throw failure;
            });
    json.send(response, "Server working!");
  }

  private static Optional<FlowforgeException> failureOf(Runnable ping) {
    try {
      ping.run();
      return Optional.empty();
    } catch (FlowforgeException e) {
      return Optional.of(e);
    }
  }
}
