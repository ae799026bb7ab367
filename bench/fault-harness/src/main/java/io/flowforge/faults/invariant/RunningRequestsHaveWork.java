package io.flowforge.faults.invariant;

import io.flowforge.faults.evidence.Evidence;
import java.util.List;

/**
 * At every check, each Running request had a live worker or a queue entry that becomes due, also if
 * its step was suspended.
 */
final class RunningRequestsHaveWork implements Invariant {

  @Override
  public String name() {
    return "no Running request without a live worker or a due entry";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    return evidence.sightings().stream()
        .map(sighting -> new Violation(sighting.requestId(), sighting.at() + " " + sighting.what()))
        .toList();
  }
}
