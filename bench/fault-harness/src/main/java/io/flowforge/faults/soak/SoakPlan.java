package io.flowforge.faults.soak;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The size of a soak.
 *
 * @param clients how many well-behaved clients work
 * @param directory holds data and logs
 */
record SoakPlan(Duration duration, int clients, Path directory) {

  /** The heap of the server. */
  static final int HEAP_MEGABYTES = 256;
}
