package io.flowforge.cli.embedded.issuer.grant;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Values under random keys, each of which can be taken once and for a limited time. Safe for use by
 * many threads.
 */
public final class OneTimeValues<T> {

  /** More than people can have open; the oldest make room. */
  private static final int MAX_VALUES = 1000;

  private record Entry<T>(T value, Instant expiresAt) {}

  private final RandomText random = new RandomText();
  private final Map<String, Entry<T>> entries = new LinkedHashMap<>();
  private final Duration lifetime;
  private final InstantSource clock;

  public OneTimeValues(Duration lifetime, InstantSource clock) {
    this.lifetime = lifetime;
    this.clock = clock;
  }

  /** Keeps the value, and returns its key. */
  public synchronized String put(T value) {
    if (entries.size() >= MAX_VALUES) {
      entries.remove(entries.keySet().iterator().next());
    }
    String key = random.next();
    entries.put(key, new Entry<>(value, clock.instant().plus(lifetime)));
    return key;
  }

  /** Returns the value, once. */
  public synchronized Optional<T> take(String key) {
    return Optional.ofNullable(entries.remove(key))
        .filter(entry -> clock.instant().isBefore(entry.expiresAt()))
        .map(Entry::value);
  }
}
