package io.flowforge.execution.queue;

import java.util.Locale;

/** Why an entry is still in the queue; the first that holds. */
enum WaitingReason {
  /** Its time has not come yet, as that of a retry. */
  LATER,

  /** As many requests of its organization are in flight as its cap allows. */
  ORGANIZATION_CAP,

  /** As many requests of its pipeline are in flight as its cap allows. */
  PIPELINE_CAP,

  /** This server runs as much as it can. */
  SERVER_FULL,

  /** Its organization has all places of this server that are not kept free for others. */
  SHARE,

  /** Nothing keeps it back: it is about to be picked. */
  DUE;

  /** Returns the value of the tag. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
