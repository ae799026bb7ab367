package io.flowforge.faults.invariant.flow;

import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.invariant.Invariant;
import io.flowforge.faults.invariant.Violation;
import io.flowforge.faults.stub.Parity;
import java.util.List;

/** The target receives no call of a step whose condition is false. */
final class SkippedStepsAreNotCalled implements Invariant {

  @Override
  public String name() {
    return "a step whose condition is false is not called";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    return evidence.target().calls().stream()
        .filter(call -> Parity.skips(call.step()))
        .map(call -> new Violation(call.requestId(), call.step() + " was called"))
        .toList();
  }
}
