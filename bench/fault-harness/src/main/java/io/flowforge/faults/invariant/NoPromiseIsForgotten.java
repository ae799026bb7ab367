package io.flowforge.faults.invariant;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.evidence.StoredState.TransitionRow;
import io.flowforge.faults.load.AcceptedAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every successful response stands for a transition that is stored. */
final class NoPromiseIsForgotten implements Invariant {

  @Override
  public String name() {
    return "what was answered with success has taken place";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    Map<String, List<TransitionRow>> transitions = evidence.stored().transitionsByRequest();
    var violations = new ArrayList<Violation>();
    evidence
        .load()
        .acceptedByRequest()
        .forEach(
            (id, actions) ->
                actions.stream()
                    .collect(groupingBy(AcceptedAction::action, counting()))
                    .forEach(
                        (action, promised) -> {
                          long happened =
                              transitions.getOrDefault(id, List.of()).stream()
                                  .filter(transition -> action.causes(transition.name()))
                                  .count();
                          if (happened < promised) {
                            violations.add(
                                new Violation(
                                    id,
                                    "%s succeeded %d times but took place %d times"
                                        .formatted(action, promised, happened)));
                          }
                        }));
    return violations;
  }
}
