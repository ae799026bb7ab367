package io.flowforge.server.signup;

import io.flowforge.error.UnavailableException;
import io.flowforge.server.http.RefusedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Limits what people who sign up make this server ask of the identity provider: calls of one person
 * share a lookup, a person causes a few of them in a minute, and all together a few at a time.
 * Thread-safe.
 */
final class LookupLimits {

  /** The number of lookups at a time; a slow provider holds no more calls than these. */
  static final int MAX_AT_A_TIME = 8;

  /** How long a lookup waits for its place. */
  static final Duration MAX_WAIT = Duration.ofSeconds(2);

  private final Semaphore places = new Semaphore(MAX_AT_A_TIME, true);
  private final Map<String, CompletableFuture<Newcomer>> running = new ConcurrentHashMap<>();
  private final LookupCounts counts;

  /**
   * Creates the limits.
   *
   * @param nanos a clock that never goes back
   */
  LookupLimits(LongSupplier nanos) {
    counts = new LookupCounts(nanos);
  }

  /**
   * Looks a person up, or waits for the lookup of the same person that is running.
   *
   * @throws RefusedException with 429 if the person has caused too many lookups
   * @throws UnavailableException if too many others are running
   */
  Newcomer once(String userId, Supplier<Newcomer> lookup) {
    var own = new CompletableFuture<Newcomer>();
    CompletableFuture<Newcomer> other = running.putIfAbsent(userId, own);
    if (other != null) {
      return resultOf(other);
    }
    try {
      own.complete(inPlace(userId, lookup));
    } catch (RuntimeException | Error e) {
      // Otherwise the other calls would wait forever.
      own.completeExceptionally(e);
    } finally {
      running.remove(userId, own);
    }
    return resultOf(own);
  }

  private Newcomer inPlace(String userId, Supplier<Newcomer> lookup) {
    counts.add(userId);
    if (!takePlace()) {
      throw new UnavailableException(
          "too many people sign up at this moment; retry in a few seconds",
          new IOException(MAX_AT_A_TIME + " lookups at the identity provider are running"));
    }
    try {
      return lookup.get();
    } finally {
      places.release();
    }
  }

  private boolean takePlace() {
    try {
      return places.tryAcquire(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Newcomer resultOf(CompletableFuture<Newcomer> lookup) {
    try {
      return lookup.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
