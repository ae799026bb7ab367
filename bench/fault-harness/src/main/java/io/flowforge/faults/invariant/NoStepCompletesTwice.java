package io.flowforge.faults.invariant;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.evidence.RunNumbers;
import java.util.List;
import java.util.Map;

/** A step has one outcome in each run, even if it was executed twice. */
final class NoStepCompletesTwice implements Invariant {

  private record RequestStep(String requestId, String name, int run) {}

  @Override
  public String name() {
    return "no step has two Completed events in a run";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    RunNumbers runs = RunNumbers.of(evidence.stored());
    Map<RequestStep, Long> completions =
        evidence.stored().events().stream()
            .filter(event -> event.status().equals("Completed"))
            .collect(
                groupingBy(
                    event -> new RequestStep(event.requestId(), event.step(), runs.of(event)),
                    counting()));
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
