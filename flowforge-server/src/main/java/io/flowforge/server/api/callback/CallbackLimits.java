package io.flowforge.server.api.callback;

import io.flowforge.error.UnavailableException;
import io.flowforge.request.callback.CallbackDestination;
import io.flowforge.server.http.RefusedException;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Limits what callers without an access token may take at once: connections to PostgreSQL, and
 * memory for bodies. It is apart from what known callers share. Thread-safe.
 */
final class CallbackLimits {

  /** The maximum number of bodies that are received at once. */
  static final int MAX_RECEIVING = 64;

  /** How many of them may be for steps of one organization, whose URLs others cannot slow down. */
  static final int MAX_OF_ORGANIZATION = MAX_RECEIVING / 4;

  /** How many of them may be for one URL, which counts once anyway. */
  static final int MAX_OF_URL = 2;

  private static final int MAX_ASKING = 2;
  private static final long TIMEOUT_MILLIS = 2_000;

  private final Semaphore asking = new Semaphore(MAX_ASKING, true);
  private final Shares<String> everybody = new Shares<>(MAX_RECEIVING);
  private final Shares<Integer> organizations = new Shares<>(MAX_OF_ORGANIZATION);
  private final Shares<CallbackDestination> urls = new Shares<>(MAX_OF_URL);

  /**
   * Returns what PostgreSQL is asked for.
   *
   * @throws RefusedException if too many others ask
   */
  <T> T answerOf(Supplier<T> call) {
    try {
      if (!asking.tryAcquire(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
        throw tooMany("callback URLs are called at once");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refused(UnavailableException.STOPPING);
    }
    try {
      return call.get();
    } finally {
      asking.release();
    }
  }

  /**
   * Runs what asks PostgreSQL.
   *
   * @throws RefusedException if too many others do
   */
  void whileAsking(Runnable call) {
    var _ =
        answerOf(
            () -> {
              call.run();
              return true;
            });
  }

  /**
   * Runs what holds a body, whose sender knows a URL but may be slow.
   *
   * @throws RefusedException if too many others do, in all, of this organization or with this URL
   */
  void whileReceiving(CallbackDestination destination, Runnable call) {
    urls.hold(
        destination,
        "calls of this callback URL are under way",
        () ->
            organizations.hold(
                destination.orgId(),
                "callback URLs of this organization are called at once",
                () -> everybody.hold("", "callback URLs are called at once", call)));
  }

  private static RefusedException tooMany(String what) {
    return refused("too many %s; retry in a second".formatted(what));
  }

  private static RefusedException refused(String message) {
    return new RefusedException(Status.SERVICE_UNAVAILABLE_503, message)
        .with(HeaderNames.RETRY_AFTER, "1");
  }

  /** Places, of which each holder may have a number at once. Keeps nothing of who has none. */
  private static final class Shares<K> {
    private final Map<K, Integer> held = new HashMap<>();
    private final int max;

    Shares(int max) {
      this.max = max;
    }

    void hold(K holder, String what, Runnable call) {
      if (!isTaken(holder)) {
        throw tooMany(what);
      }
      try {
        call.run();
      } finally {
        release(holder);
      }
    }

    private synchronized boolean isTaken(K holder) {
      int count = held.getOrDefault(holder, 0);
      if (count >= max) {
        return false;
      }
      held.put(holder, count + 1);
      return true;
    }

    private synchronized void release(K holder) {
      int left = held.getOrDefault(holder, 0) - 1;
      if (left > 0) {
        held.put(holder, left);
      } else {
        held.remove(holder);
      }
    }
  }
}
