package io.flowforge.cli.faults;

import io.flowforge.cli.faults.Evidence.Event;
import io.flowforge.cli.faults.Evidence.Run;
import io.flowforge.cli.faults.Evidence.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The transitions of a request are numbered 1, 2 and so on, and so is what they caused. */
final class SequencesAreDense implements Invariant {

  @Override
  public String name() {
    return "sequence numbers are dense in each request";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    Map<String, List<Transition>> transitions = evidence.transitionsByRequest();
    Map<String, List<Event>> events = evidence.eventsByRequest();
    var violations = new ArrayList<Violation>();
    for (Run run : evidence.runs().values()) {
      List<Long> numbers =
          transitions.getOrDefault(run.id(), List.of()).stream()
              .map(Transition::seq)
              .sorted()
              .toList();
      if (!numbers.equals(LongStream.rangeClosed(1, run.seq()).boxed().toList())) {
        violations.add(
            new Violation(run.id(), "is at %d with transitions %s".formatted(run.seq(), numbers)));
      }
      Set<Long> ofEvents =
          events.getOrDefault(run.id(), List.of()).stream()
              .map(Event::seq)
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
