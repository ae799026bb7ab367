package io.flowforge.live;

import io.flowforge.error.UnavailableException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The turns of viewers that read from the database by themselves, when they open a stream and when
 * they lack something. However many come at once, as after a restart, other calls keep most
 * connections. Thread-safe.
 */
final class ReadingTurns {

  private final Semaphore turns;

  /**
   * Creates it.
   *
   * @param max how many may read at once
   */
  ReadingTurns(int max) {
    turns = new Semaphore(max, true);
  }

  /**
   * Reads when it is the caller's turn.
   *
   * @throws UnavailableException if the process stops meanwhile
   */
  <T> T take(Supplier<T> reading) {
    try {
      turns.acquire();
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
