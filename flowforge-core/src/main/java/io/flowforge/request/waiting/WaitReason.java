package io.flowforge.request.waiting;

import io.flowforge.request.suspension.WaitsFor;
import java.util.Locale;

/** What a request waits for that is Running, but that no worker runs. */
public enum WaitReason {
  /** The delay before the next attempt. */
  RETRY,

  /** A time, at which its step goes on. */
  TIME,

  /** The time at which its step looks again whether a target is ready. */
  POLL,

  /** A call from outside that continues its step. */
  CALLBACK,

  /**
   * The end of another request of its organization, of which as many run as the operator allows.
   */
  ORGANIZATION_CAP,

  /** The end of another request of its pipeline, of which as many run as the operator allows. */
  PIPELINE_CAP,

  /** Its turn: the servers are busy, or its organization has its share of them. */
  TURN;

  /** Returns the reason why a suspended step does not go on. */
  public static WaitReason of(WaitsFor suspended) {
    return switch (suspended) {
      case TIME -> TIME;
      case POLL -> POLL;
      case CALLBACK -> CALLBACK;
    };
  }

  /** Returns the reason as the API writes it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
