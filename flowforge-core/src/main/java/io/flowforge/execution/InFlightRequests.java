package io.flowforge.execution;

import io.flowforge.request.RequestInterrupter;
import io.flowforge.step.StepOutcome;
import io.flowforge.trace.TraceId;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The requests that workers of this process are running, and the threads of their steps. Safe for
 * use by many threads.
 */
public final class InFlightRequests implements RequestInterrupter, AutoCloseable {

  /** Lines of a running step must show, and a cancellation must take effect, within a second. */
  private static final Duration CHECK_INTERVAL = Duration.ofMillis(400);

  private final Duration checkInterval;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("step-checks").factory());

  /** May hold two of one request: an entry may be revived while its dispatch is still running. */
  private final Set<InFlightRequest> requests = ConcurrentHashMap.newKeySet();

  public InFlightRequests() {
    this(CHECK_INTERVAL);
  }

  InFlightRequests(Duration checkInterval) {
    this.checkInterval = checkInterval;
  }

  /**
   * Registers a request as in flight. Must come before the claim, so that a cancellation that
   * commits after the claim finds the request here.
   */
  InFlightRequest register(String requestId) {
    var request = new InFlightRequest(this, requestId);
    requests.add(request);
    return request;
  }

  void remove(InFlightRequest request) {
    requests.remove(request);
  }

  @Override
  public void interrupt(String requestId) {
    for (InFlightRequest request : requests) {
      if (request.isOf(requestId)) {
        request.interrupt();
      }
    }
  }

  int count() {
    return requests.size();
  }

  /** Executes a step on a thread of its own, in the name of the call that caused it. */
  Future<StepOutcome> submit(Callable<StepOutcome> step) {
    return threads.submit(TraceId.kept(step));
  }

  /**
   * Repeats a check, one at a time, on threads other than the caller's.
   *
   * @return ends the repetition
   */
  Runnable repeat(Runnable check) {
    String traceId = TraceId.current();
    // While PostgreSQL is unavailable a check takes seconds: checks must not pile up.
    var isUnderWay = new AtomicBoolean();
    Runnable once =
        () -> {
          try {
            TraceId.run(traceId, check);
          } finally {
            isUnderWay.set(false);
          }
        };
    var repetition =
        timer.scheduleWithFixedDelay(
            () -> {
              if (isUnderWay.compareAndSet(false, true)) {
                threads.execute(once);
              }
            },
            checkInterval.toMillis(),
            checkInterval.toMillis(),
            TimeUnit.MILLISECONDS);
    return () -> repetition.cancel(false);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    threads.shutdownNow();
  }
}
