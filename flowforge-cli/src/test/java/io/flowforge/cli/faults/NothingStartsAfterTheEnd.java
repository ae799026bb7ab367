package io.flowforge.cli.faults;

import io.flowforge.cli.faults.Evidence.Event;
import io.flowforge.cli.faults.Evidence.StoredDocument;
import io.flowforge.cli.faults.Evidence.Transition;
import java.time.Duration;
import java.time.Instant;
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
        .filter(event -> event.seq() > end)
        .forEach(
            event ->
                violations.add(
                    new Violation(
                        event.requestId(),
                        "%s became %s (%d) after the end (%d)"
                            .formatted(event.step(), event.status(), event.seq(), end))));
  }

  private static void addLateCalls(Evidence evidence, List<Violation> violations) {
    Map<String, List<TargetCall>> calls = evidence.callsByTicket();
    for (Accepted promise : evidence.accepted()) {
      StoredDocument document = evidence.documents().get(promise.requestId());
      if (promise.action().isEnd() && document != null) {
        firstCalls(calls.getOrDefault(document.ticket(), List.of())).stream()
            .filter(call -> isLate(call.at(), promise.at(), evidence))
            .forEach(
                call ->
                    violations.add(
                        new Violation(
                            promise.requestId(),
                            "%s was first called %s after %s was answered"
                                .formatted(
                                    call.step(),
                                    Duration.between(promise.at(), call.at()),
                                    promise.action()))));
      }
    }
  }

  private static List<TargetCall> firstCalls(List<TargetCall> calls) {
    Set<String> keys = new HashSet<>();
    return calls.stream()
        .sorted(Comparator.comparing(TargetCall::at))
        .filter(call -> keys.add(call.key()))
        .toList();
  }

  private static boolean isLate(Instant call, Instant answer, Evidence evidence) {
    return call.isAfter(answer.plus(ON_ITS_WAY))
        && evidence.freezes().stream()
            .noneMatch(freeze -> freeze.longerBy(ON_ITS_WAY).overlaps(answer, call));
  }
}
