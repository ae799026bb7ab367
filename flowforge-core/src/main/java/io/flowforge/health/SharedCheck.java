package io.flowforge.health;

import io.flowforge.error.UnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A check that runs at most once per interval and never twice at the same time, however many
 * callers there are: all of them get the latest result. The check runs in a thread of its own, so
 * that a caller who gives up does not end it. Thread-safe.
 */
public final class SharedCheck implements Runnable {

  private final Runnable check;
  private final Duration interval;
  private final LongSupplier nanos;

  /** Guarded by this object. */
  private @Nullable Attempt latest;

  private record Attempt(long begin, CompletableFuture<Void> end) {}

  /**
   * Creates it from the check.
   *
   * @param interval the minimum time from the beginning of an attempt to that of the next one
   * @param nanos a clock like {@link System#nanoTime}
   */
  public SharedCheck(Runnable check, Duration interval, LongSupplier nanos) {
    this.check = check;
    this.interval = interval;
    this.nanos = nanos;
  }

  /**
   * Waits for the result.
   *
   * @throws UnavailableException if the check failed, for whatever reason
   */
  @Override
  public void run() {
    try {
      var _ = attempt().get();
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("the check was interrupted", e);
    }
  }

  private synchronized CompletableFuture<Void> attempt() {
    Attempt attempt = latest;
    if (attempt == null || isOver(attempt)) {
      attempt =
          new Attempt(
              nanos.getAsLong(),
              CompletableFuture.runAsync(check, task -> Thread.ofVirtual().start(task)));
      latest = attempt;
    }
    return attempt.end;
  }

  private boolean isOver(Attempt attempt) {
    return attempt.end.isDone() && nanos.getAsLong() - attempt.begin >= interval.toNanos();
  }

  /** Creates an exception for each caller, because several threads must not throw the same one. */
  private static UnavailableException failure(ExecutionException failed) {
    return failed.getCause() instanceof UnavailableException known
        ? new UnavailableException(known.userMessage(), known)
        : new UnavailableException("the check failed; see the log", failed);
  }
}
