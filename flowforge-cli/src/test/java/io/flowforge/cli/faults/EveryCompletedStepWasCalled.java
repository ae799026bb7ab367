package io.flowforge.cli.faults;

import io.flowforge.cli.faults.CountingTarget.Effect;
import io.flowforge.cli.faults.Evidence.StoredDocument;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** No outcome is made up: what counts as completed has been done by the target. */
final class EveryCompletedStepWasCalled implements Invariant {

  @Override
  public String name() {
    return "every completed step's effect was called for";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    Map<String, List<Effect>> effects = evidence.effectsByTicket();
    return evidence.events().stream()
        .filter(Evidence.Event::isCompletedCall)
        .filter(event -> !wasDone(event, evidence.documents().get(event.requestId()), effects))
        .map(event -> new Violation(event.requestId(), event.step() + " completed without effect"))
        .toList();
  }

  private static boolean wasDone(
      Evidence.Event event, @Nullable StoredDocument document, Map<String, List<Effect>> effects) {
    return document != null
        && effects.getOrDefault(document.ticket(), List.of()).stream()
            .anyMatch(effect -> effect.step().equals(event.step()));
  }
}
