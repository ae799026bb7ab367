package io.flowforge.cli.faults;

import java.util.List;

/**
 * At every moment that was looked at, a Running request had a worker or an entry that comes due.
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
