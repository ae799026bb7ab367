package io.flowforge.faults.invariant;

import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.evidence.StoredState.EventRow;
import io.flowforge.faults.evidence.StoredState.RunRow;
import io.flowforge.faults.evidence.StoredState.TransitionRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The transitions of a request are numbered 1, 2 and so on; every event has such a number. */
final class SequencesAreDense implements Invariant {

  @Override
  public String name() {
    return "sequence numbers are dense in each request";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    Map<String, List<TransitionRow>> transitions = evidence.stored().transitionsByRequest();
    Map<String, List<EventRow>> events = evidence.stored().eventsByRequest();
    var violations = new ArrayList<Violation>();
    for (RunRow run : evidence.stored().runs().values()) {
      List<Long> numbers =
          transitions.getOrDefault(run.id(), List.of()).stream()
              .map(TransitionRow::seq)
              .sorted()
              .toList();
      if (!numbers.equals(LongStream.rangeClosed(1, run.seq()).boxed().toList())) {
        violations.add(
            new Violation(run.id(), "is at %d with transitions %s".formatted(run.seq(), numbers)));
      }
      Set<Long> ofEvents =
          events.getOrDefault(run.id(), List.of()).stream()
              .map(EventRow::seq)
              .collect(Collectors.toSet());
      if (!numbers.containsAll(ofEvents)) {
        violations.add(
            new Violation(
                run.id(), "events of %s with transitions %s".formatted(ofEvents, numbers)));
      }
    }
    return violations;
  }
}
