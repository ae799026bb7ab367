package io.flowforge.cli.faults;

import java.util.List;

/** What became of an invariant in a run. */
record Verdict(Invariant invariant, List<Violation> violations) {

  /** Checks all of them. */
  static List<Verdict> on(Evidence evidence) {
    return Invariant.ALL.stream()
        .map(invariant -> new Verdict(invariant, invariant.violations(evidence)))
        .toList();
  }

  boolean holds() {
    return violations.isEmpty();
  }
}
