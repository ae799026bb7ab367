package io.flowforge.cli.faults;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.List;
import java.util.Map;

/** At a target that honours keys, at least once becomes exactly once. */
final class OneEffectPerStep implements Invariant {

  private record Step(String ticket, String name) {}

  @Override
  public String name() {
    return "a keyed target saw exactly one effect per step";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    Map<Step, Long> effects =
        evidence.effects().stream()
            .collect(groupingBy(effect -> new Step(effect.ticket(), effect.step()), counting()));
    return effects.entrySet().stream()
        .filter(entry -> entry.getValue() != 1)
        .map(
            entry ->
                new Violation(
                    "", "%s took effect %d times".formatted(entry.getKey(), entry.getValue())))
        .toList();
  }
}
