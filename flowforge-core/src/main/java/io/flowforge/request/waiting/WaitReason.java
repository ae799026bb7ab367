package io.flowforge.request.waiting;

import java.util.Locale;

/** What a request waits for that is Running, but that no worker runs. */
public enum WaitReason {
  /** The delay before the next attempt. */
  RETRY,

  /**
   * The end of another request of its organization, of which as many run as the operator allows.
   */
  ORGANIZATION_CAP,

  /** The end of another request of its pipeline, of which as many run as the operator allows. */
  PIPELINE_CAP,

  /** Its turn: the servers are busy, or its organization has its share of them. */
  TURN;

  /** Returns the reason as the API writes it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
