package io.flowforge.faults.fault;

import io.flowforge.faults.evidence.Span;

/**
 * A fault that was injected.
 *
 * @param hits how many things it hit; 0 makes it worthless
 */
public record Injection(Fault fault, Span span, int hits) {

  public boolean isHit() {
    return hits > 0;
  }
}
