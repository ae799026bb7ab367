package io.flowforge.execution;

import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import io.flowforge.pipeline.policy.Backoff;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** What becomes of an entry of the queue whose worker failed or died. */
final class QueueFailureHandler {

  private static final Logger LOG = System.getLogger(QueueFailureHandler.class.getName());

  /**
   * So often a request may fail in a row in a way that nobody foresaw before it is given up. With
   * the usual waits that is after one to two minutes at the earliest: what a store does while it
   * changes its primary, or a setting that somebody mends at once, fails nothing.
   */
  static final int MAX_FAILURES = 10;

  /**
   * So often it may meet a server that does not know its step type: for a quarter of an hour at the
   * least, in which servers are replaced by others that know more.
   */
  static final int MAX_UNKNOWN_TYPE_ATTEMPTS = 66;

  private static final Duration FIRST_WAIT = Duration.ofMillis(500);

  private final RequestRunner runner;
  private final QueueStore entries;
  private final Backoff waits;
  private final InstantSource clock;

  /**
   * Makes the rules.
   *
   * @param longestWait between two tries of what failed
   * @param clock the one of the queue
   */
  QueueFailureHandler(
      RequestRunner runner, QueueStore entries, Duration longestWait, InstantSource clock) {
    this.runner = runner;
    this.entries = entries;
    this.waits = new Backoff(FIRST_WAIT, 2, longestWait);
    this.clock = clock;
  }

  /**
   * Its server died, which says nothing about the work: due at once, and what failed before is
   * counted anew. The library's own way takes this machine's clock for that, and counts it as a
   * failure.
   */
  void revive(ExecutionComplete dead, ExecutionOperations<Void> operations) {
    Instant now = clock.instant();
    operations.reschedule(ExecutionComplete.success(dead.getExecution(), now, now), now);
  }

  /**
   * A failure that nobody foresaw, such as a document that cannot be read, or a step type that is
   * not known here: it may stay for ever.
   */
  void retryOrGiveUp(ExecutionComplete done, ExecutionOperations<Void> operations) {
    Execution execution = done.getExecution();
    Optional<String> strange =
        done.getCause()
            .filter(UnknownStepTypeException.class::isInstance)
            .map(cause -> String.valueOf(cause.getMessage()));
    int most = strange.isPresent() ? MAX_UNKNOWN_TYPE_ATTEMPTS : MAX_FAILURES;
    if (execution.consecutiveFailures + 1 < most) {
      retryLater(done, operations);
      return;
    }
    QueueEntry entry = QueueEntry.of(execution.taskInstance.getId());
    try {
      boolean isOurs =
          runner.abandon(
              entry,
              // Who was frozen meanwhile may have lost the entry, and with it the say.
              tx -> entries.isHeld(tx, entry, execution.version),
              strange.orElse(
                  "The server failed to run this step %d times in a row".formatted(most)));
      if (isOurs) {
        operations.remove();
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "event=giving_up_failed request=" + entry.requestId(), e);
      retryLater(done, operations);
    }
  }

  private void retryLater(ExecutionComplete done, ExecutionOperations<Void> operations) {
    int failures = done.getExecution().consecutiveFailures + 1;
    operations.reschedule(
        done, done.getTimeDone().plus(waits.delayAfter(failures, ThreadLocalRandom.current())));
  }
}
