package io.flowforge.cli.faults;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The calls of a step carry one key, however often it was executed, and nothing else carries it.
 */
final class AllCallsOfAStepCarryOneKey implements Invariant {

  private record Step(String ticket, String name) {}

  @Override
  public String name() {
    return "all calls of a step carry one key, and no other's";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    Map<Step, Set<String>> keys =
        evidence.calls().stream()
            .collect(
                groupingBy(AllCallsOfAStepCarryOneKey::step, mapping(TargetCall::key, toSet())));
    Map<String, Set<Step>> steps =
        evidence.calls().stream()
            .collect(
                groupingBy(TargetCall::key, mapping(AllCallsOfAStepCarryOneKey::step, toSet())));
    var violations = new ArrayList<Violation>();
    keys.forEach(
        (step, all) -> {
          if (all.size() > 1) {
            violations.add(new Violation("", step + " was called under " + all));
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

  private static Step step(TargetCall call) {
    return new Step(call.ticket(), call.step());
  }
}
