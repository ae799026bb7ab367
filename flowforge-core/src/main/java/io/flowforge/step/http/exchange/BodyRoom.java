package io.flowforge.step.http.exchange;

import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;

/**
 * The memory for large bodies, of which only some may be kept at the same time: the others wait
 * until they are read further. Thread-safe.
 */
public final class BodyRoom {

  private static final int MIN_BODIES = 4;

  private final Semaphore bodies;

  /**
   * @param count how many large bodies may be kept at the same time
   */
  BodyRoom(int count) {
    this.bodies = new Semaphore(count, true);
  }

  /** Returns a room that takes at most a sixteenth of the heap. */
  public static BodyRoom ofHeap() {
    long count = Runtime.getRuntime().maxMemory() / 16 / BodyBytes.MAX_READ;
    return new BodyRoom(Math.clamp(count, MIN_BODIES, Integer.MAX_VALUE));
  }

  /** Returns the place of one attempt, which takes no room yet. */
  public BodyPlace place() {
    return new BodyPlace();
  }

  /** The place of one attempt, of which one body is kept at a time. Not thread-safe. */
  public final class BodyPlace implements AutoCloseable {

    private boolean isTaken;

    private BodyPlace() {}

    /**
     * Takes room for a large body; waits until there is some.
     *
     * @throws InterruptedIOException if the thread is interrupted
     */
    void take() throws InterruptedIOException {
      if (!isTaken) {
        try {
          bodies.acquire();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("interrupted while waiting for memory");
        }
        isTaken = true;
      }
    }

    /** Gives the room back. */
    @Override
    public void close() {
      if (isTaken) {
        isTaken = false;
        bodies.release();
      }
    }
  }
}
