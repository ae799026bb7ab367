package io.flowforge.faults.invariant;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.flowforge.faults.evidence.Evidence;
import java.util.List;
import java.util.Map;

/** A step has one outcome, even if it was executed twice. */
final class NoStepCompletesTwice implements Invariant {

  private record RequestStep(String requestId, String name) {}

  @Override
  public String name() {
    return "no step has two Completed events";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    Map<RequestStep, Long> completions =
        evidence.stored().events().stream()
            .filter(event -> event.status().equals("Completed"))
            .collect(
                groupingBy(event -> new RequestStep(event.requestId(), event.step()), counting()));
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
