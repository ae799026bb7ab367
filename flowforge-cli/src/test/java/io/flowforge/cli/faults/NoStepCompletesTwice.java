package io.flowforge.cli.faults;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.List;
import java.util.Map;

/** A step that was executed twice has still only one outcome. */
final class NoStepCompletesTwice implements Invariant {

  private record Step(String requestId, String name) {}

  @Override
  public String name() {
    return "no step has two Completed events";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    Map<Step, Long> completions =
        evidence.events().stream()
            .filter(event -> event.status().equals("Completed"))
            .collect(groupingBy(event -> new Step(event.requestId(), event.step()), counting()));
    return completions.entrySet().stream()
        .filter(entry -> entry.getValue() > 1)
        .map(
            entry ->
                new Violation(
                    entry.getKey().requestId(),
                    "%s completed %d times".formatted(entry.getKey().name(), entry.getValue())))
        .toList();
  }
}
