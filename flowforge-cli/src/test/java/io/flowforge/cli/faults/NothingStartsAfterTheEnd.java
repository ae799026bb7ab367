package io.flowforge.cli.faults;

import io.flowforge.cli.faults.Evidence.Event;
import io.flowforge.cli.faults.Evidence.StoredDocument;
import io.flowforge.cli.faults.Evidence.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A request that has ended stays so: no transition and no event comes after the one that ended it.
 * The call of a step that had started before may still be on its way when a cancellation is
 * answered, but it is there within moments, unless its process was stopped meanwhile.
 */
final class NothingStartsAfterTheEnd implements Invariant {

  /** How long a call that was on its way may take to the target; the cores are shared. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(2);

  @Override
  public String name() {
    return "no step starts after cancel or reject was answered";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    var violations = new ArrayList<Violation>();
    Map<String, List<Event>> events = evidence.eventsByRequest();
    evidence
        .transitionsByRequest()
        .forEach(
            (id, transitions) -> {
              OptionalLong end =
                  transitions.stream().filter(Transition::isEnd).mapToLong(Transition::seq).min();
              if (end.isPresent()) {
                addWhatCameAfter(end.getAsLong(), transitions, violations);
                addEventsAfter(end.getAsLong(), events.getOrDefault(id, List.of()), violations);
              }
            });
    addLateCalls(evidence, violations);
    return violations;
  }

  private static void addWhatCameAfter(
      long end, List<Transition> transitions, List<Violation> violations) {
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

  private static void addEventsAfter(long end, List<Event> events, List<Violation> violations) {
    events.stream()
        // What ends a request ends its step, and begins none.
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
    for (LateCall late : lateCalls(evidence)) {
      if (late.lateness().compareTo(ON_ITS_WAY) > 0 && !wasFrozen(late, evidence)) {
        violations.add(
            new Violation(
                late.promise().requestId(),
                "%s was first called %s after %s was answered"
                    .formatted(late.call().step(), late.lateness(), late.promise().action())));
      }
    }
  }

  /** A step's first call that reached the target after the end was answered. */
  record LateCall(Accepted promise, TargetCall call) {

    Duration lateness() {
      return Duration.between(promise.at(), call.at());
    }
  }

  /** All of them, those that were only on their way too. */
  static List<LateCall> lateCalls(Evidence evidence) {
    Map<String, List<TargetCall>> calls = evidence.callsByTicket();
    var late = new ArrayList<LateCall>();
    for (Accepted promise : evidence.accepted()) {
      StoredDocument document = evidence.documents().get(promise.requestId());
      if (promise.action().isEnd() && document != null) {
        firstCalls(calls.getOrDefault(document.ticket(), List.of())).stream()
            .filter(call -> call.at().isAfter(promise.at()))
            .forEach(call -> late.add(new LateCall(promise, call)));
      }
    }
    return late;
  }

  private static List<TargetCall> firstCalls(List<TargetCall> calls) {
    Set<String> keys = new HashSet<>();
    return calls.stream()
        .sorted(Comparator.comparing(TargetCall::at))
        .filter(call -> keys.add(call.key()))
        .toList();
  }

  private static boolean wasFrozen(LateCall late, Evidence evidence) {
    return evidence.freezes().stream()
        .map(freeze -> freeze.longerBy(ON_ITS_WAY))
        .anyMatch(freeze -> freeze.overlaps(late.promise().at(), late.call().at()));
  }
}
