package io.flowforge.execution;

import io.flowforge.error.UnavailableException;
import io.flowforge.execution.queue.HeldEntry;
import io.flowforge.execution.queue.Leases;
import io.flowforge.pipeline.policy.Backoff;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** The handling of queue entries whose worker failed unexpectedly. */
final class QueueFailureHandler {

  private static final Logger LOG = System.getLogger(QueueFailureHandler.class.getName());

  /**
   * The number of consecutive unexpected failures after which a request fails. With the default
   * delays that takes at least one to two minutes, so that neither a store that changes its primary
   * nor a setting that is corrected at once fails a request.
   */
  static final int MAX_FAILURES = 10;

  /**
   * The number of consecutive attempts after which a request fails whose step type no server knew.
   * They take at least a quarter of an hour, in which servers may be replaced by newer ones.
   */
  static final int MAX_UNKNOWN_TYPE_ATTEMPTS = 66;

  private static final Duration FIRST_DELAY = Duration.ofMillis(500);

  private final FencedStates states;
  private final Leases leases;
  private final Backoff delays;

  /**
   * Creates the handler.
   *
   * @param maxDelay the maximum delay between retries
   */
  QueueFailureHandler(FencedStates states, Leases leases, Duration maxDelay) {
    this.states = states;
    this.leases = leases;
    this.delays = new Backoff(FIRST_DELAY, 2, maxDelay);
  }

  /**
   * Retries a request after an unexpected failure, such as a document that cannot be read or an
   * unknown step type, and fails it when there were too many in a row.
   *
   * @throws UnavailableException if PostgreSQL does not respond
   */
  void retryOrFail(HeldEntry held, Throwable cause) {
    int failures = held.failures() + 1;
    LOG.log(
        Level.WARNING,
        LogEvent.of("work_failed")
            .with("entry", held.entry().id())
            .with("failures", failures)
            .toString(),
        cause);
    if (cause instanceof UnknownStepTypeException unknown) {
      retryOrFail(held, failures, MAX_UNKNOWN_TYPE_ATTEMPTS, String.valueOf(unknown.getMessage()));
    } else {
      retryOrFail(
          held,
          failures,
          MAX_FAILURES,
          "The server failed to run this step %d times in a row".formatted(MAX_FAILURES));
    }
  }

  private void retryOrFail(HeldEntry held, int failures, int maxFailures, String reason) {
    if (failures < maxFailures) {
      retryLater(held, failures);
      return;
    }
    try {
      // A worker that was frozen may have lost the entry, and the request with it.
      states.failIfHeld(held, reason);
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          LogEvent.of("request_not_failed").with("request", held.entry().requestId()).toString(),
          e);
      retryLater(held, failures);
    }
  }

  private void retryLater(HeldEntry held, int failures) {
    leases.giveBackFailed(held, delays.delayAfter(failures, ThreadLocalRandom.current()));
  }
}
