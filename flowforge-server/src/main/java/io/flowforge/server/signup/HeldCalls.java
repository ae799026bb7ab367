package io.flowforge.server.signup;

import io.flowforge.error.UnavailableException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Limits how many calls the lookups hold, whether they look up or wait: those of one person, and
 * all together. Thread-safe.
 */
final class HeldCalls {

  /** A quarter of the calls that a server usually serves at a time. */
  static final int MAX = 64;

  /** Enough for a front end that calls twice, and for its reader who clicks again. */
  static final int MAX_OF_A_PERSON = 8;

  private final Map<String, Integer> calls = new HashMap<>();
  private int all;

  /**
   * Counts a call until it leaves.
   *
   * @throws UnavailableException if too many are held
   */
  synchronized void enter(String userId) {
    int own = calls.getOrDefault(userId, 0);
    if (own >= MAX_OF_A_PERSON) {
      throw new UnavailableException(
          "%d of your calls are signing you up at this moment; wait for their responses"
              .formatted(own),
          new IOException(own + " calls of one person wait for lookups at the identity provider"));
    }
    if (all >= MAX) {
      throw new UnavailableException(
          "too many people sign up at this moment; retry in a few seconds",
          new IOException(all + " calls wait for lookups at the identity provider"));
    }
    calls.put(userId, own + 1);
    all++;
  }

  /** Ends a call that has entered. */
  synchronized void leave(String userId) {
    calls.computeIfPresent(userId, (_, own) -> own == 1 ? null : own - 1);
    all--;
  }
}
