package io.flowforge.faults.invariant;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.stub.CalledStep;
import io.flowforge.faults.stub.CountingTarget.Effect;
import java.util.List;
import java.util.Map;

/** Execution at least once with one key has exactly one effect at a target that honours keys. */
final class OneEffectPerStep implements Invariant {

  @Override
  public String name() {
    return "a keyed target saw exactly one effect per step and run";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    Map<CalledStep, Long> effects =
        evidence.target().effects().stream().collect(groupingBy(Effect::step, counting()));
    return effects.entrySet().stream()
        .filter(entry -> entry.getValue() != 1)
        .map(
            entry ->
                new Violation(
                    "", "%s took effect %d times".formatted(entry.getKey(), entry.getValue())))
        .toList();
  }
}
