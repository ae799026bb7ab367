package io.flowforge.faults.invariant;

import io.flowforge.faults.evidence.Evidence;
import java.util.List;

/** The result of checking one invariant. */
public record Verdict(Invariant invariant, List<Violation> violations) {

  /** Checks all invariants that hold for every pipeline. */
  public static List<Verdict> on(Evidence evidence) {
    return on(evidence, Invariant.ALL);
  }

  /** Checks some invariants. */
  public static List<Verdict> on(Evidence evidence, List<Invariant> invariants) {
    return invariants.stream()
        .map(invariant -> new Verdict(invariant, invariant.violations(evidence)))
        .toList();
  }

  public boolean holds() {
    return violations.isEmpty();
  }
}
