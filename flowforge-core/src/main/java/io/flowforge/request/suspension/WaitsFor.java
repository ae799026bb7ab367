package io.flowforge.request.suspension;

import java.util.Locale;

/** What a suspended step waits for. */
public enum WaitsFor {
  /** A time. */
  TIME,

  /** The time of its next look at a target. */
  POLL,

  /** A call from outside, at most until a time. */
  CALLBACK;

  /** Returns the name as PostgreSQL holds it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static WaitsFor of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
