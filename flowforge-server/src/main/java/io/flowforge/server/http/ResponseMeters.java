package io.flowforge.server.http;

import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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

  /** A timer for each of its tags: to build one for each response takes longer than to time it. */
  private final Map<Tags, Timer> timers = new ConcurrentHashMap<>();

  ResponseMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    Timer.Sample sample = Timer.start(meters);
    response.whenSent(() -> sample.stop(timer(request, response.status().code())));
    chain.proceed();
  }

  private record Tags(String method, String route, int status) {}

  private Timer timer(RoutingRequest request, int status) {
    String method = request.prologue().method().text();
    return timers.computeIfAbsent(
        new Tags(
            METHODS.contains(method) ? method : "other",
            request.matchingPattern().orElse("none"),
            status),
        this::timer);
  }

  private Timer timer(Tags tags) {
    return Timer.builder("http.server.requests")
        .description("Time to respond")
        .tag("method", tags.method())
        .tag("route", tags.route())
        .tag("status", Integer.toString(tags.status()))
        .serviceLevelObjectives(BUCKETS)
        .register(meters);
  }
}
