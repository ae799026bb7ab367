package io.flowforge.faults.invariant.flow;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.evidence.RunNumbers;
import io.flowforge.faults.evidence.StoredState.EventRow;
import io.flowforge.faults.evidence.StoredState.StoredDocument;
import io.flowforge.faults.invariant.Invariant;
import io.flowforge.faults.invariant.Violation;
import io.flowforge.faults.stub.CalledStep;
import io.flowforge.faults.stub.FlowRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Of all calls of a callback URL, a server takes one, and refuses the others with a conflict; a URL
 * is unknown only if a later run may have passed on another one. A step that waits for a call
 * completes only if there was one.
 */
final class CallbacksCountOnce implements Invariant {

  private static final String CALLBACK = "s2-callback";

  @Override
  public String name() {
    return "a callback counts once";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    RunNumbers runs = RunNumbers.of(evidence.stored());
    List<FlowRecord.Callback> callbacks = evidence.target().flow().callbacks();
    Map<String, Integer> latestRuns =
        evidence.stored().documents().values().stream()
            .collect(
                toMap(
                    StoredDocument::ticket,
                    document -> runs.latestOf(document.id()),
                    // Copies of a request have its ticket, too, but never run.
                    Math::max));
    var violations = new ArrayList<Violation>();
    for (FlowRecord.Callback callback : callbacks) {
      boolean isRetried =
          latestRuns.getOrDefault(callback.step().ticket(), 0) > callback.step().run();
      boolean isExpected =
          switch (callback.status()) {
            case 0, 202, 409, 429, 503 -> true;
            case 404 -> isRetried;
            default -> false;
          };
      if (!isExpected) {
        violations.add(new Violation("", "unexpected response: " + callback));
      }
    }
    Map<CalledStep, Long> accepted =
        callbacks.stream()
            .filter(FlowRecord.Callback::isAccepted)
            .collect(groupingBy(FlowRecord.Callback::step, counting()));
    accepted.forEach(
        (step, count) -> {
          if (count > 1) {
            violations.add(new Violation("", "%d callbacks for %s".formatted(count, step)));
          }
        });
    evidence.stored().events().stream()
        .filter(event -> event.step().equals(CALLBACK) && event.status().equals("Completed"))
        .filter(event -> !wasCalled(event, runs.of(event), evidence, callbacks))
        .forEach(
            event -> violations.add(new Violation(event.requestId(), "continued without a call")));
    return violations;
  }

  private static boolean wasCalled(
      EventRow event, int run, Evidence evidence, List<FlowRecord.Callback> callbacks) {
    StoredDocument document = evidence.stored().documents().get(event.requestId());
    return document != null
        && callbacks.stream()
            .map(FlowRecord.Callback::step)
            .anyMatch(step -> step.ticket().equals(document.ticket()) && step.run() <= run);
  }
}
