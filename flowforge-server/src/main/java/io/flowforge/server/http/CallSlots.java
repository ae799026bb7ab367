package io.flowforge.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Limits how many calls of known callers are served at the same time. Other requests take no slot,
 * so that clients without a valid token cannot keep callers out. Thread-safe.
 */
final class CallSlots implements Filter {

  /** A client can receive its response shortly before its slot is free. */
  private static final long TIMEOUT_MILLIS = 100;

  private final Semaphore slots;

  CallSlots(int count) {
    slots = new Semaphore(count, true);
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    if (!Callers.isKnown(request)) {
      chain.proceed();
    } else if (tryTake()) {
      try {
        chain.proceed();
      } finally {
        slots.release();
      }
    } else {
      Status status = Status.SERVICE_UNAVAILABLE_503;
      throw new RefusedException(status, ErrorResponses.messageFor(status))
          .with(HeaderNames.RETRY_AFTER, "1");
    }
  }

  private boolean tryTake() {
    try {
      return slots.tryAcquire(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // The server is stopping, so no slot becomes free.
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
