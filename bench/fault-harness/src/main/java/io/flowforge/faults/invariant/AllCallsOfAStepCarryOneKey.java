package io.flowforge.faults.invariant;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.stub.CalledStep;
import io.flowforge.faults.stub.TargetCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All calls of a step in a run carry the same key, however often it is executed, and no other
 * step's.
 */
final class AllCallsOfAStepCarryOneKey implements Invariant {

  @Override
  public String name() {
    return "all calls of a step in a run carry one key, and no other's";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    List<TargetCall> calls = evidence.target().calls();
    Map<CalledStep, Set<String>> keys =
        calls.stream().collect(groupingBy(TargetCall::step, mapping(TargetCall::key, toSet())));
    Map<String, Set<CalledStep>> steps =
        calls.stream().collect(groupingBy(TargetCall::key, mapping(TargetCall::step, toSet())));
    var violations = new ArrayList<Violation>();
    keys.forEach(
        (step, all) -> {
          if (all.size() > 1) {
            violations.add(new Violation("", step + " was called with the keys " + all));
          }
        });
    steps.forEach(
        (key, all) -> {
          if (all.size() > 1) {
            violations.add(new Violation("", key + " was the key of " + all));
          }
        });
    return violations;
  }
}
