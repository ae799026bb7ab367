package io.flowforge.cli.faults;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.flowforge.cli.faults.Evidence.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What was answered with success has taken place, as often as it was answered. */
final class NoPromiseIsForgotten implements Invariant {

  @Override
  public String name() {
    return "what was answered with success has taken place";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    Map<String, List<Transition>> transitions = evidence.transitionsByRequest();
    var violations = new ArrayList<Violation>();
    evidence
        .acceptedByRequest()
        .forEach(
            (id, promises) ->
                promises.stream()
                    .collect(groupingBy(Accepted::action, counting()))
                    .forEach(
                        (action, answered) -> {
                          long happened =
                              transitions.getOrDefault(id, List.of()).stream()
                                  .filter(transition -> action.showsAs(transition.name()))
                                  .count();
                          if (happened < answered) {
                            violations.add(
                                new Violation(
                                    id,
                                    "%s was answered %d times and took place %d times"
                                        .formatted(action, answered, happened)));
                          }
                        }));
    return violations;
  }
}
