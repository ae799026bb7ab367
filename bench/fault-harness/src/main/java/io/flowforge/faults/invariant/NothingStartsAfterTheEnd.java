package io.flowforge.faults.invariant;

import static java.util.stream.Collectors.groupingBy;

import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.evidence.LateCall;
import io.flowforge.faults.evidence.RunNumbers;
import io.flowforge.faults.evidence.StoredState.EventRow;
import io.flowforge.faults.evidence.StoredState.TransitionRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * No transition and no event follows the one that ended a run, except that a failed request may be
 * retried. The call of a step that started earlier may still be on its way when a cancellation is
 * confirmed, but not for long, unless its process was frozen.
 */
final class NothingStartsAfterTheEnd implements Invariant {

  /**
   * The most that a call may take to reach the target. The cores are shared by all servers, stores
   * and clients of a run, on which 5.3 s were measured.
   */
  static final Duration MAX_LATENESS = Duration.ofSeconds(15);

  private record RequestRun(String requestId, int number) {}

  @Override
  public String name() {
    return "no step starts after cancel or reject was answered";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    var violations = new ArrayList<Violation>();
    RunNumbers runs = RunNumbers.of(evidence.stored());
    Map<RequestRun, List<EventRow>> events =
        evidence.stored().events().stream()
            .collect(groupingBy(event -> new RequestRun(event.requestId(), runs.of(event))));
    evidence.stored().transitions().stream()
        .collect(groupingBy(one -> new RequestRun(one.requestId(), runs.of(one))))
        .forEach(
            (run, transitions) -> {
              OptionalLong end =
                  transitions.stream()
                      .filter(TransitionRow::isEnd)
                      .mapToLong(TransitionRow::seq)
                      .min();
              if (end.isPresent()) {
                addTransitionsAfter(end.getAsLong(), transitions, violations);
                addEventsAfter(end.getAsLong(), events.getOrDefault(run, List.of()), violations);
              }
              if (run.number() < runs.latestOf(run.requestId())
                  && transitions.stream().noneMatch(one -> one.toStatus().equals("Failed"))) {
                violations.add(
                    new Violation(
                        run.requestId(),
                        "run %d was retried before it failed".formatted(run.number())));
              }
            });
    addLateCalls(evidence, violations);
    return violations;
  }

  private static void addTransitionsAfter(
      long end, List<TransitionRow> transitions, List<Violation> violations) {
    transitions.stream()
        .filter(transition -> transition.seq() > end)
        .forEach(
            transition ->
                violations.add(
                    new Violation(
                        transition.requestId(),
                        "%s (%d) after its end (%d)"
                            .formatted(transition.name(), transition.seq(), end))));
  }

  private static void addEventsAfter(long end, List<EventRow> events, List<Violation> violations) {
    events.stream()
        // The transition that ends a request ends its step and starts none.
        .filter(
            event -> event.seq() > end || (event.seq() == end && event.status().equals("Running")))
        .forEach(
            event ->
                violations.add(
                    new Violation(
                        event.requestId(),
                        "%s became %s (%d) after the end (%d)"
                            .formatted(event.step(), event.status(), event.seq(), end))));
  }

  private static void addLateCalls(Evidence evidence, List<Violation> violations) {
    for (LateCall late : LateCall.allIn(evidence)) {
      if (late.lateness().compareTo(MAX_LATENESS) > 0 && !wasFrozen(late, evidence)) {
        violations.add(
            new Violation(
                late.end().requestId(),
                "%s was first called %s after the response to %s"
                    .formatted(late.call().step().name(), late.lateness(), late.end().action())));
      }
    }
  }

  private static boolean wasFrozen(LateCall late, Evidence evidence) {
    return evidence.freezes().stream()
        .map(freeze -> freeze.extendedBy(MAX_LATENESS))
        .anyMatch(freeze -> freeze.overlaps(late.end().at(), late.call().at()));
  }
}
