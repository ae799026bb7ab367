package io.flowforge.live;

import io.flowforge.error.UnavailableException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The turns of viewers that read from the database by themselves, when they open a stream and when
 * they lack something. However many come at once, as after a restart, other calls keep most
 * connections. Thread-safe.
 */
final class ReadingTurns {

  /** How long a viewer waits for its turn. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Semaphore turns;
  private final Duration patience;

  /**
   * Creates it.
   *
   * @param max how many may read at once
   */
  ReadingTurns(int max) {
    this(max, PATIENCE);
  }

  ReadingTurns(int max, Duration patience) {
    turns = new Semaphore(max, true);
    this.patience = patience;
  }

  /**
   * Reads when it is the caller's turn.
   *
   * @throws UnavailableException if the turn does not come in time, or the process stops meanwhile
   */
  <T> T take(Supplier<T> reading) {
    try {
      if (!turns.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new UnavailableException(
            "too many streams are being opened on this server; poll instead, or retry in a few"
                + " seconds");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException(UnavailableException.STOPPING, e);
    }
    try {
      return reading.get();
    } finally {
      turns.release();
    }
  }
}
