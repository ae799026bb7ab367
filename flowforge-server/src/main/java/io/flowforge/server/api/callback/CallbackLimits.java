package io.flowforge.server.api.callback;

import io.flowforge.error.UnavailableException;
import io.flowforge.server.http.RefusedException;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Limits what callers without an access token may take at once: connections to PostgreSQL, and
 * memory for bodies. It is apart from what known callers share. Thread-safe.
 */
final class CallbackLimits {

  private static final int MAX_ASKING = 2;
  private static final int MAX_RECEIVING = 64;
  private static final long TIMEOUT_MILLIS = 2_000;

  private final Semaphore asking = new Semaphore(MAX_ASKING, true);
  private final Semaphore receiving = new Semaphore(MAX_RECEIVING);

  /**
   * Runs what asks PostgreSQL.
   *
   * @throws RefusedException if too many others do
   */
  void whileAsking(Runnable call) {
    run(asking, TIMEOUT_MILLIS, call);
  }

  /**
   * Runs what holds a body, whose sender knows a URL but may be slow.
   *
   * @throws RefusedException if too many others do
   */
  void whileReceiving(Runnable call) {
    run(receiving, 0, call);
  }

  private static void run(Semaphore places, long timeoutMillis, Runnable call) {
    try {
      if (!places.tryAcquire(timeoutMillis, TimeUnit.MILLISECONDS)) {
        throw refused("too many callback URLs are called at once; retry in a second");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refused(UnavailableException.STOPPING);
    }
    try {
      call.run();
    } finally {
      places.release();
    }
  }

  private static RefusedException refused(String message) {
    return new RefusedException(Status.SERVICE_UNAVAILABLE_503, message)
        .with(HeaderNames.RETRY_AFTER, "1");
  }
}
