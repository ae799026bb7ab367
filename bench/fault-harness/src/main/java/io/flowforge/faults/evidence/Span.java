package io.flowforge.faults.evidence;

import java.time.Duration;
import java.time.Instant;

/** A span of time. */
public record Span(Instant from, Instant to) {

  /** Returns whether this span and the given one have time in common. */
  public boolean overlaps(Instant begin, Instant end) {
    return from.isBefore(end) && to.isAfter(begin);
  }

  /** Returns a span that ends later. */
  public Span extendedBy(Duration after) {
    return new Span(from, to.plus(after));
  }
}
