package io.flowforge.server.signup;

import io.flowforge.error.UnavailableException;
import io.flowforge.server.http.RefusedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Limits what people who sign up make this server ask of the identity provider: calls with the same
 * token share a lookup, a person causes a few of them in a minute and one at a time, and all
 * together a few at a time. Thread-safe.
 */
final class LookupLimits {

  /** The number of lookups at a time. The calls that wait for them are {@link HeldCalls}. */
  static final int MAX_AT_A_TIME = 8;

  /** How long a lookup waits for the person's other ones and for its place. */
  static final Duration MAX_WAIT = Duration.ofSeconds(2);

  private final Semaphore places = new Semaphore(MAX_AT_A_TIME, true);
  private final Map<String, Lookup> running = new ConcurrentHashMap<>();
  private final HeldCalls held = new HeldCalls();
  private final LookupCounts counts;
  private final Duration maxWait;

  private record Lookup(String token, CompletableFuture<Newcomer> result) {}

  /**
   * Creates the limits.
   *
   * @param nanos a clock that never goes back
   */
  LookupLimits(LongSupplier nanos) {
    this(nanos, MAX_WAIT);
  }

  LookupLimits(LongSupplier nanos, Duration maxWait) {
    counts = new LookupCounts(nanos);
    this.maxWait = maxWait;
  }

  /**
   * Looks a person up, or waits for the lookup of the same person that is running. What it finds
   * counts for all tokens of the person, its failure only for the token that it used.
   *
   * @param token empty if lookups use none of the person
   * @throws RefusedException with 429 if the person has caused too many lookups
   * @throws UnavailableException if too many others are running
   */
  Newcomer once(String userId, String token, Supplier<Newcomer> lookup) {
    held.enter(userId);
    try {
      return inTurn(userId, token, lookup);
    } finally {
      held.leave(userId);
    }
  }

  private Newcomer inTurn(String userId, String token, Supplier<Newcomer> lookup) {
    long deadline = System.nanoTime() + maxWait.toNanos();
    var own = new Lookup(token, new CompletableFuture<>());
    Lookup other = running.putIfAbsent(userId, own);
    while (other != null) {
      if (other.token.equals(token)) {
        return resultOf(other);
      }
      awaitEnd(other, deadline);
      if (other.result.isDone() && !other.result.isCompletedExceptionally()) {
        return resultOf(other);
      }
      other = running.putIfAbsent(userId, own);
    }
    try {
      Newcomer found = inPlace(userId, deadline, lookup);
      running.remove(userId, own);
      own.result.complete(found);
    } catch (RuntimeException | Error e) {
      // Otherwise the other calls would wait forever.
      running.remove(userId, own);
      own.result.completeExceptionally(e);
    }
    return resultOf(own);
  }

  private Newcomer inPlace(String userId, long deadline, Supplier<Newcomer> lookup) {
    counts.add(userId);
    if (!takePlace(deadline)) {
      throw busy(MAX_AT_A_TIME + " lookups at the identity provider are running");
    }
    try {
      return lookup.get();
    } finally {
      places.release();
    }
  }

  private boolean takePlace(long deadline) {
    try {
      return places.tryAcquire(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void awaitEnd(Lookup other, long deadline) {
    try {
      other.result.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      // Its failure is that of the other token.
    } catch (TimeoutException e) {
      throw busy("a lookup of the same person with another token is running");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy("interrupted while waiting for another lookup of the same person");
    }
  }

  private static UnavailableException busy(String details) {
    return new UnavailableException(
        "too many people sign up at this moment; retry in a few seconds", new IOException(details));
  }

  private static Newcomer resultOf(Lookup lookup) {
    try {
      return lookup.result.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
