package io.flowforge.server.http;

import io.flowforge.server.stream.EventStreams;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Limits how many calls of known callers are served at the same time, in total and for each caller.
 * Other requests take no slot, so that clients without a valid token cannot keep callers out.
 * Thread-safe.
 */
final class CallSlots implements Filter {

  /** A client can receive its response shortly before its slot is free. */
  private static final long TIMEOUT_MILLIS = 100;

  /** The number of callers that all slots are enough for, however slowly they send and read. */
  private static final int CALLERS = 4;

  /** Fewer slots than this are not divided. */
  private static final int MIN_SLOTS_OF_A_CALLER = 8;

  private final Semaphore slots;
  private final int slotsOfACaller;
  private final Map<String, Share> shares = new ConcurrentHashMap<>();

  CallSlots(int count) {
    slots = new Semaphore(count, true);
    slotsOfACaller = Math.max(count / CALLERS, Math.min(count, MIN_SLOTS_OF_A_CALLER));
  }

  /** The slots of one caller, and the number of calls that use them or wait for them. */
  private record Share(Semaphore slots, int calls) {

    Share plus(int more) {
      return new Share(slots, calls + more);
    }
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    Optional<String> caller = Callers.idOf(request);
    // Streams have places of their own.
    if (caller.isEmpty() || EventStreams.isOne(request)) {
      chain.proceed();
      return;
    }
    Semaphore own =
        shares
            .compute(
                caller.get(),
                (_, share) ->
                    share == null
                        ? new Share(new Semaphore(slotsOfACaller, true), 1)
                        : share.plus(1))
            .slots();
    try {
      in(own, () -> in(slots, chain::proceed));
    } finally {
      shares.computeIfPresent(
          caller.get(), (_, share) -> share.calls() == 1 ? null : share.plus(-1));
    }
  }

  private static void in(Semaphore slots, Runnable call) {
    if (!tryTake(slots)) {
      Status status = Status.SERVICE_UNAVAILABLE_503;
      throw new RefusedException(status, ErrorResponses.messageFor(status))
          .with(HeaderNames.RETRY_AFTER, "1");
    }
    try {
      call.run();
    } finally {
      slots.release();
    }
  }

  private static boolean tryTake(Semaphore slots) {
    try {
      return slots.tryAcquire(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // The server is stopping, so no slot becomes free.
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
