package io.flowforge.faults.invariant;

import static java.util.stream.Collectors.toSet;

import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.evidence.RunNumbers;
import io.flowforge.faults.evidence.StoredState.EventRow;
import io.flowforge.faults.evidence.StoredState.StoredDocument;
import io.flowforge.faults.load.RequestAction;
import io.flowforge.faults.stub.CalledStep;
import io.flowforge.faults.stub.TargetCall;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A fault delays a request but never fails it; only a bad response of the target does. */
final class OnlyTargetsFailRequests implements Invariant {

  private record Moment(String requestId, long seq) {}

  @Override
  public String name() {
    return "no step fails unless its target or an admin failed it";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    Set<CalledStep> failedByTarget =
        evidence.target().calls().stream()
            .filter(call -> !call.behaviour().succeeds())
            .map(TargetCall::step)
            .collect(toSet());
    Set<Moment> rejections =
        evidence.stored().transitions().stream()
            .filter(transition -> RequestAction.REJECT.causes(transition.name()))
            .map(transition -> new Moment(transition.requestId(), transition.seq()))
            .collect(toSet());
    RunNumbers runs = RunNumbers.of(evidence.stored());
    return evidence.stored().events().stream()
        .filter(event -> event.status().equals("Failed"))
        .filter(event -> !rejections.contains(new Moment(event.requestId(), event.seq())))
        .filter(
            event ->
                !failedByTarget.contains(
                    step(
                        event,
                        runs.of(event),
                        evidence.stored().documents().get(event.requestId()))))
        .map(event -> new Violation(event.requestId(), event.step() + " failed without a reason"))
        .toList();
  }

  private static CalledStep step(EventRow event, int run, @Nullable StoredDocument document) {
    return new CalledStep(document == null ? "" : document.ticket(), event.step(), run);
  }
}
