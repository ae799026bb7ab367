package io.flowforge.server.http;

import io.flowforge.error.UnavailableException;
import io.flowforge.server.memory.CallCost;
import io.flowforge.server.memory.MemoryBudget;
import io.flowforge.server.memory.ReceivedBody;
import io.flowforge.server.memory.Reservation;
import io.flowforge.server.stream.EventStreams;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/**
 * Lets a call of a known caller begin only when the memory that it needs is free. All of it is
 * reserved at once, so calls never wait for each other while they hold some.
 */
final class CallMemory implements Filter {

  private final JsonBodies json;
  private final MemoryBudget budget;

  CallMemory(JsonBodies json, MemoryBudget budget) {
    this.json = json;
    this.budget = budget;
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    // Streams have bounds of their own.
    if (!Callers.isKnown(request) || EventStreams.isOne(request)) {
      chain.proceed();
      return;
    }
    long bytes =
        request
            .context()
            .get(ReceivedBody.class)
            .map(body -> body.cost(json::scan))
            .orElse(CallCost.BASE_BYTES);
    try (Reservation _ = reserved(budget, request, bytes)) {
      chain.proceed();
    }
  }

  /**
   * Reserves memory for a call.
   *
   * @throws RefusedException if it did not become free in time
   */
  static Reservation reserved(MemoryBudget budget, RoutingRequest request, long bytes) {
    try {
      return budget.reserve(Callers.of(request).userId(), bytes).orElseThrow(CallMemory::exhausted);
    } catch (InterruptedException e) {
      throw stopping();
    }
  }

  /** Reserves more, or fails like {@link #reserved}. */
  static void grow(Reservation reservation, long bytes) {
    try {
      if (!reservation.grow(bytes)) {
        throw exhausted();
      }
    } catch (InterruptedException e) {
      throw stopping();
    }
  }

  private static RefusedException exhausted() {
    return new RefusedException(
            Status.SERVICE_UNAVAILABLE_503,
            "the calls in flight need all of the memory; retry in a second")
        .with(HeaderNames.RETRY_AFTER, "1");
  }

  private static RefusedException stopping() {
    Thread.currentThread().interrupt();
    return new RefusedException(Status.SERVICE_UNAVAILABLE_503, UnavailableException.STOPPING)
        .with(HeaderNames.RETRY_AFTER, "1");
  }
}
