package io.flowforge.execution;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The threads on which steps are executed, and which request is in the hands of this process. Safe
 * for use by many threads.
 */
final class InFlightRequests implements AutoCloseable {

  /** Lines of a running step are to be seen, and a cancellation is to be felt, within a second. */
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(400);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService clockwork =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("step-watch").factory());

  /** One a request, but for an entry of the queue that came back while its leg was still going. */
  private final Set<InFlightRequest> inFlight = ConcurrentHashMap.newKeySet();

  /**
   * Takes a request into the hands of this process. To be called before the request is claimed: a
   * cancellation that is committed after the claim then finds it here.
   */
  InFlightRequest take(String requestId) {
    var dispatch = new InFlightRequest(this, requestId);
    inFlight.add(dispatch);
    return dispatch;
  }

  void release(InFlightRequest dispatch) {
    inFlight.remove(dispatch);
  }

  /** Interrupts what is done for the request, if anything is. */
  void interrupt(String requestId) {
    for (InFlightRequest dispatch : inFlight) {
      if (dispatch.isOf(requestId)) {
        dispatch.interrupt();
      }
    }
  }

  int requestsInFlight() {
    return inFlight.size();
  }

  ExecutorService threads() {
    return threads;
  }

  /** Calls the action now and then, never twice at once, until what it returns is run. */
  Runnable repeatedly(Runnable action) {
    // While PostgreSQL is away an action takes seconds: they must not pile up.
    var isUnderWay = new AtomicBoolean();
    Runnable one =
        () -> {
          try {
            action.run();
          } finally {
            isUnderWay.set(false);
          }
        };
    var repetition =
        clockwork.scheduleWithFixedDelay(
            () -> {
              if (isUnderWay.compareAndSet(false, true)) {
                threads.execute(one);
              }
            },
            LOOK_INTERVAL.toMillis(),
            LOOK_INTERVAL.toMillis(),
            TimeUnit.MILLISECONDS);
    return () -> repetition.cancel(false);
  }

  @Override
  public void close() {
    clockwork.shutdownNow();
    threads.shutdownNow();
  }
}
