package io.flowforge.server.auth;

import io.flowforge.error.UnavailableException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The issuer's signing keys. Asks for them when they are needed first, when a token names a key
 * that is not among them, and when they have become old; what was got once is kept until something
 * better comes. Safe for use by many threads.
 */
final class JwksCache {

  /** How often unknown keys can make us ask, whoever invents them. */
  static final Duration MIN_INTERVAL = Duration.ofSeconds(10);

  /** The same while there are no keys, when nobody can be served. */
  static final Duration MIN_INTERVAL_WITHOUT_KEYS = Duration.ofSeconds(1);

  /** After that a key that the issuer has withdrawn is forgotten. */
  static final Duration MAX_AGE = Duration.ofHours(1);

  /**
   * How long a token of an unknown key waits for the answer to a question that is under way: longer
   * than a provider takes that answers at all, so that nobody is refused when it has just changed
   * its key, and no longer, when it hangs.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final Logger LOG = System.getLogger(JwksCache.class.getName());

  private record Keys(Map<String, RSAPublicKey> byId, Instant fetchedAt) {}

  private final KeySource source;
  private final InstantSource clock;

  /** Held while asking, so that there is one question at a time; guards the two below. */
  private final ReentrantLock asking = new ReentrantLock();

  private Instant lastAsked = Instant.MIN;
  private Throwable lastFailure = new IOException("not asked yet");

  private volatile @Nullable Keys current;

  JwksCache(KeySource source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  /**
   * The key of that id, empty when the issuer has none.
   *
   * @throws UnavailableException when we have no keys at all, and the issuer does not answer
   */
  Optional<RSAPublicKey> find(String kid) {
    Keys keys = current;
    if (keys == null || !keys.byId.containsKey(kid)) {
      keys = askFor(kid);
    } else if (isPast(keys.fetchedAt, MAX_AGE)) {
      // Beside the caller, who can be served with what is there.
      Thread.startVirtualThread(this::askAgain);
    }
    return Optional.ofNullable(keys.byId.get(kid));
  }

  private Keys askFor(String kid) {
    Keys before = current;
    if (before == null) {
      asking.lock();
    } else if (!isMyTurnInTime()) {
      return before;
    }
    try {
      Keys keys = current;
      if (keys != null && keys.byId.containsKey(kid)) {
        // Came with the answer for which somebody else held the lock.
        return keys;
      }
      Duration interval = keys == null ? MIN_INTERVAL_WITHOUT_KEYS : MIN_INTERVAL;
      if (isPast(lastAsked, interval)) {
        keys = ask();
      }
      if (keys == null) {
        throw new UnavailableException(
            "the identity provider does not answer; try again in a few seconds", lastFailure);
      }
      return keys;
    } finally {
      asking.unlock();
    }
  }

  private boolean isMyTurnInTime() {
    try {
      return asking.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void askAgain() {
    if (!asking.tryLock()) {
      return;
    }
    try {
      if (isPast(lastAsked, MIN_INTERVAL)) {
        ask();
      }
    } finally {
      asking.unlock();
    }
  }

  /** Asks, and keeps what there is when no good answer comes. */
  private @Nullable Keys ask() {
    lastAsked = clock.instant();
    try {
      var keys = new Keys(source.fetch(), lastAsked);
      current = keys;
      LOG.log(Level.INFO, () -> "event=signing_keys_fetched keys=" + keys.byId.keySet());
      return keys;
    } catch (IOException | RuntimeException e) {
      lastFailure = e;
      LOG.log(Level.WARNING, () -> "event=signing_keys_not_fetched reason=\"" + e + "\"");
      return current;
    }
  }

  private boolean isPast(Instant begin, Duration duration) {
    Instant now = clock.instant();
    // A clock that was set back must not keep us from asking.
    return begin.isAfter(now) || !begin.isAfter(now.minus(duration));
  }
}
