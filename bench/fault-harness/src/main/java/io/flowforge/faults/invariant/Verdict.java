package io.flowforge.faults.invariant;

import io.flowforge.faults.evidence.Evidence;
import java.util.List;

/** The result of checking one invariant. */
public record Verdict(Invariant invariant, List<Violation> violations) {

  /** Checks all invariants. */
  public static List<Verdict> on(Evidence evidence) {
    return Invariant.ALL.stream()
        .map(invariant -> new Verdict(invariant, invariant.violations(evidence)))
        .toList();
  }

  public boolean holds() {
    return violations.isEmpty();
  }
}
