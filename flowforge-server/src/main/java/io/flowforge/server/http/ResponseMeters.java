package io.flowforge.server.http;

import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;

/** Times responses by route pattern and status; patterns are few, paths are not. */
final class ResponseMeters implements Filter {

  private static final Set<String> METHODS =
      Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD");

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(2),
    Duration.ofSeconds(10)
  };

  private final MeterRegistry meters;

  ResponseMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    Timer.Sample sample = Timer.start(meters);
    response.whenSent(() -> sample.stop(timer(request, response.status().code())));
    chain.proceed();
  }

  private Timer timer(RoutingRequest request, int status) {
    String method = request.prologue().method().text();
    return Timer.builder("http.server.requests")
        .description("Time to respond")
        .tag("method", METHODS.contains(method) ? method : "other")
        .tag("route", request.matchingPattern().orElse("none"))
        .tag("status", Integer.toString(status))
        .serviceLevelObjectives(BUCKETS)
        .register(meters);
  }
}
