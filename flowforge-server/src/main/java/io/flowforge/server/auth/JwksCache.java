package io.flowforge.server.auth;

import io.flowforge.error.UnavailableException;
import io.flowforge.trace.LogEvent;
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
 * The issuer's signing keys. They are fetched when they are first needed, when a token names an
 * unknown key, and when they are old. If that fails, the keys that are known stay. Thread-safe.
 */
final class JwksCache {

  /** The minimum time between two fetches, however many unknown keys clients invent. */
  static final Duration MIN_INTERVAL = Duration.ofSeconds(10);

  /** The same as long as there are no keys, when no call can succeed. */
  static final Duration MIN_INTERVAL_WITHOUT_KEYS = Duration.ofSeconds(1);

  /** Keys of this age are fetched again, so that a withdrawn key is eventually forgotten. */
  static final Duration MAX_AGE = Duration.ofHours(1);

  /**
   * How long a token with an unknown key waits for a fetch that is under way: longer than a healthy
   * provider takes, so that no call is refused after a change of keys, and not much longer, in case
   * the provider hangs.
   */
  private static final Duration MAX_WAIT = Duration.ofSeconds(1);

  private static final Logger LOG = System.getLogger(JwksCache.class.getName());

  private record Keys(Map<String, RSAPublicKey> byId, Instant fetchedAt) {}

  private final KeySource source;
  private final InstantSource clock;
  private final Duration maxWait;

  /** Held during a fetch, so that there is one at a time; guards the two fields below. */
  private final ReentrantLock fetching = new ReentrantLock();

  private Instant lastFetch = Instant.MIN;
  private Throwable lastFailure = new IOException("not fetched yet");
  private volatile boolean isStopping;

  private volatile @Nullable Keys current;

  JwksCache(KeySource source, InstantSource clock) {
    this(source, clock, MAX_WAIT);
  }

  /**
   * Creates a cache without keys.
   *
   * @param maxWait how long a token with an unknown key waits for a fetch that is under way
   */
  JwksCache(KeySource source, InstantSource clock, Duration maxWait) {
    this.source = source;
    this.clock = clock;
    this.maxWait = maxWait;
  }

  /**
   * Returns the key with the given id, or empty if the issuer has none.
   *
   * @throws UnavailableException if there are no keys at all and the issuer does not respond
   */
  Optional<RSAPublicKey> find(String kid) {
    Keys keys = current;
    if (keys == null || !keys.byId.containsKey(kid)) {
      keys = fetchFor(kid);
    } else if (isPast(keys.fetchedAt, MAX_AGE)) {
      // In the background: this call can be served with the known keys.
      Thread.startVirtualThread(this::refresh);
    }
    return Optional.ofNullable(keys.byId.get(kid));
  }

  /**
   * Checks that there are keys, and fetches them otherwise.
   *
   * @throws UnavailableException if there are none and the issuer does not respond
   */
  void requireKeys() {
    if (current == null) {
      fetchFor("");
    }
  }

  private Keys fetchFor(String kid) {
    Keys before = current;
    if (before == null) {
      fetching.lock();
    } else if (!acquiredInTime()) {
      return before;
    }
    try {
      Keys keys = current;
      if (keys != null && keys.byId.containsKey(kid)) {
        // Another thread has fetched it in the meantime.
        return keys;
      }
      Duration interval = keys == null ? MIN_INTERVAL_WITHOUT_KEYS : MIN_INTERVAL;
      if (isPast(lastFetch, interval)) {
        keys = fetch();
      }
      if (keys == null) {
        throw new UnavailableException(
            "the identity provider is not responding; retry in a few seconds", lastFailure);
      }
      return keys;
    } finally {
      fetching.unlock();
    }
  }

  private boolean acquiredInTime() {
    try {
      return fetching.tryLock(maxWait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Says that fetches may fail from now on, because connections to the issuer are closed. */
  void stop() {
    isStopping = true;
  }

  boolean isStopping() {
    return isStopping;
  }

  private void refresh() {
    if (!fetching.tryLock()) {
      return;
    }
    try {
      if (isPast(lastFetch, MIN_INTERVAL)) {
        fetch();
      }
    } finally {
      fetching.unlock();
    }
  }

  /** Fetches the keys; if that fails, returns those that are known. */
  private @Nullable Keys fetch() {
    lastFetch = clock.instant();
    try {
      var keys = new Keys(source.fetch(), lastFetch);
      current = keys;
      LOG.log(Level.INFO, LogEvent.of("signing_keys_fetched").with("keys", keys.byId.keySet()));
      return keys;
    } catch (IOException | RuntimeException e) {
      lastFailure = e;
      if (!isStopping) {
        LOG.log(Level.WARNING, LogEvent.of("signing_keys_not_fetched").with("reason", e));
      }
      return current;
    }
  }

  private boolean isPast(Instant begin, Duration duration) {
    Instant now = clock.instant();
    // A clock that was set back must not prevent a fetch.
    return begin.isAfter(now) || !begin.isAfter(now.minus(duration));
  }
}
