package io.flowforge.cli.faults;

import io.flowforge.cli.faults.Evidence.Span;

/** A fault that took place. */
record Strike(Fault fault, Span span, int hits) {

  boolean hit() {
    return hits > 0;
  }
}
