package io.flowforge.execution;

import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import io.flowforge.pipeline.policy.Backoff;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The handling of queue entries whose worker failed unexpectedly or died. */
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
  private final QueueStore entries;
  private final Backoff delays;
  private final InstantSource clock;

  /**
   * Creates the handler.
   *
   * @param maxDelay the maximum delay between retries
   */
  QueueFailureHandler(
      FencedStates states, QueueStore entries, Duration maxDelay, InstantSource clock) {
    this.states = states;
    this.entries = entries;
    this.delays = new Backoff(FIRST_DELAY, 2, maxDelay);
    this.clock = clock;
  }

  /**
   * Makes the entry of a dead worker due at once and resets its count of failures, because the
   * death of a server says nothing about its work. The library's own handler would use this
   * machine's clock, and count a failure.
   */
  void revive(ExecutionComplete dead, ExecutionOperations<Void> operations) {
    Instant now = clock.instant();
    operations.reschedule(ExecutionComplete.success(dead.getExecution(), now, now), now);
  }

  /**
   * Retries a request after an unexpected failure, such as a document that cannot be read or an
   * unknown step type, and fails it when there were too many in a row.
   */
  void retryOrFail(ExecutionComplete done, ExecutionOperations<Void> operations) {
    Execution execution = done.getExecution();
    Optional<String> unknownType =
        done.getCause()
            .filter(UnknownStepTypeException.class::isInstance)
            .map(cause -> String.valueOf(cause.getMessage()));
    int maxFailures = unknownType.isPresent() ? MAX_UNKNOWN_TYPE_ATTEMPTS : MAX_FAILURES;
    if (execution.consecutiveFailures + 1 < maxFailures) {
      retryLater(done, operations);
      return;
    }
    QueueEntry entry = QueueEntry.of(execution.taskInstance.getId());
    String reason =
        unknownType.orElse(
            "The server failed to run this step %d times in a row".formatted(maxFailures));
    try {
      // A worker that was frozen may have lost the entry, and the request with it.
      if (states.failIf(tx -> entries.isHeld(tx, entry, execution.version), entry, reason)) {
        operations.remove();
      }
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          LogEvent.of("request_not_failed").with("request", entry.requestId()).toString(),
          e);
      retryLater(done, operations);
    }
  }

  private void retryLater(ExecutionComplete done, ExecutionOperations<Void> operations) {
    int failures = done.getExecution().consecutiveFailures + 1;
    operations.reschedule(
        done, done.getTimeDone().plus(delays.delayAfter(failures, ThreadLocalRandom.current())));
  }
}
