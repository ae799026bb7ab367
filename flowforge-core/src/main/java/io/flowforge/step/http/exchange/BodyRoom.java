package io.flowforge.step.http.exchange;

import java.io.InterruptedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The memory for large bodies, of which only some may be kept at the same time: the others wait
 * until they are read further. One organization has at most a quarter of it, so that targets that
 * stall hold up no other organization. Thread-safe.
 */
public final class BodyRoom {

  private static final int MIN_BODIES = 4;

  /** The part of all bodies that one organization may have. */
  private static final int SHARE = 4;

  private final Semaphore bodies;
  private final int ofOrganization;

  /** By organization: each keeps its few bytes until the server stops. */
  private final Map<Integer, Semaphore> organizations = new ConcurrentHashMap<>();

  /**
   * @param count how many large bodies may be kept at the same time
   */
  public BodyRoom(int count) {
    this.bodies = new Semaphore(count, true);
    this.ofOrganization = Math.max(1, count / SHARE);
  }

  /** Returns a room that takes at most a sixteenth of the heap. */
  public static BodyRoom ofHeap() {
    long count = Runtime.getRuntime().maxMemory() / 16 / BodyBytes.MAX_READ;
    return new BodyRoom(Math.clamp(count, MIN_BODIES, Integer.MAX_VALUE));
  }

  /** Returns how many more large bodies may be kept now. */
  public int free() {
    return bodies.availablePermits();
  }

  /**
   * Returns the place of one attempt, which takes no room yet.
   *
   * @param orgId the organization whose step it is
   */
  public BodyPlace place(int orgId) {
    return new BodyPlace(
        organizations.computeIfAbsent(orgId, _ -> new Semaphore(ofOrganization, true)));
  }

  /** The place of one attempt, of which one body is kept at a time. Not thread-safe. */
  public final class BodyPlace implements AutoCloseable {

    private final Semaphore organization;
    private boolean isTaken;

    private BodyPlace(Semaphore organization) {
      this.organization = organization;
    }

    /**
     * Takes room for a large body; waits until there is some.
     *
     * @param end the value of {@link System#nanoTime} until which it waits
     * @return whether there is room
     * @throws InterruptedIOException if the thread is interrupted
     */
    boolean take(long end) throws InterruptedIOException {
      if (!isTaken) {
        try {
          isTaken = acquire(end);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("interrupted while waiting for memory");
        }
      }
      return isTaken;
    }

    /** The own organization comes first: who waits for it takes nothing from the others. */
    private boolean acquire(long end) throws InterruptedException {
      if (!acquire(organization, end)) {
        return false;
      }
      boolean isAcquired = false;
      try {
        isAcquired = acquire(bodies, end);
      } finally {
        if (!isAcquired) {
          organization.release();
        }
      }
      return isAcquired;
    }

    private static boolean acquire(Semaphore semaphore, long end) throws InterruptedException {
      return semaphore.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /** Gives the room back. */
    @Override
    public void close() {
      if (isTaken) {
        isTaken = false;
        bodies.release();
        organization.release();
      }
    }
  }
}
