package io.flowforge.server.signup;

import io.flowforge.server.http.RefusedException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Counts the lookups that each person has caused in the current minute. Thread-safe. */
final class LookupCounts {

  /** Enough for somebody who corrects something at the identity provider and tries again. */
  static final int MAX = 5;

  static final Duration PERIOD = Duration.ofMinutes(1);

  /** The people who are remembered; the oldest make room. */
  static final int MAX_PEOPLE = 2_000;

  private final LongSupplier nanos;
  private final Map<String, Count> counts =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
          return size() > MAX_PEOPLE;
        }
      };

  private record Count(long begin, int lookups) {}

  LookupCounts(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Counts a lookup.
   *
   * @throws RefusedException with 429 if there were too many
   */
  synchronized void add(String userId) {
    long now = nanos.getAsLong();
    Count before = counts.get(userId);
    if (before == null || now - before.begin >= PERIOD.toNanos()) {
      counts.remove(userId);
      counts.put(userId, new Count(now, 1));
      return;
    }
    if (before.lookups >= MAX) {
      Duration rest = PERIOD.minusNanos(now - before.begin);
      throw RefusedException.tooMany(
          "you have tried to sign up %d times within a minute; correct what the last response says, and retry in a minute"
              .formatted(MAX),
          rest);
    }
    counts.put(userId, new Count(before.begin, before.lookups + 1));
  }
}
