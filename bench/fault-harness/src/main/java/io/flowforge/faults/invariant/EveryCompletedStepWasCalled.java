package io.flowforge.faults.invariant;

import static java.util.stream.Collectors.toSet;

import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.evidence.RunNumbers;
import io.flowforge.faults.evidence.StoredState.EventRow;
import io.flowforge.faults.evidence.StoredState.StoredDocument;
import io.flowforge.faults.stub.CalledStep;
import io.flowforge.faults.stub.CountingTarget.Effect;
import io.flowforge.faults.stub.Parity;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every completed call had its effect at the target in that run, unless its condition is false: no
 * outcome is invented, and no other step is skipped.
 */
final class EveryCompletedStepWasCalled implements Invariant {

  @Override
  public String name() {
    return "every completed step's effect was called for";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    Set<CalledStep> effects =
        evidence.target().effects().stream().map(Effect::step).collect(toSet());
    RunNumbers runs = RunNumbers.of(evidence.stored());
    return evidence.stored().events().stream()
        .filter(EventRow::isCompletedCall)
        .filter(
            event ->
                !hasEffect(
                    event,
                    runs.of(event),
                    evidence.stored().documents().get(event.requestId()),
                    effects))
        .map(event -> new Violation(event.requestId(), event.step() + " completed without effect"))
        .toList();
  }

  private static boolean hasEffect(
      EventRow event, int run, @Nullable StoredDocument document, Set<CalledStep> effects) {
    if (document == null) {
      return false;
    }
    var step = new CalledStep(document.ticket(), event.step(), run);
    return Parity.skips(step) || effects.contains(step);
  }
}
