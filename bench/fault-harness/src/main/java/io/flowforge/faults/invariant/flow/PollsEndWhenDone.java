package io.flowforge.faults.invariant.flow;

import static java.util.stream.Collectors.toSet;

import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.evidence.RunNumbers;
import io.flowforge.faults.evidence.StoredState.EventRow;
import io.flowforge.faults.evidence.StoredState.StoredDocument;
import io.flowforge.faults.invariant.Invariant;
import io.flowforge.faults.invariant.Violation;
import io.flowforge.faults.stub.CalledStep;
import io.flowforge.faults.stub.FlowRecord.Answer;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A step that polls completes only if the target has said in that run that the job is done. */
final class PollsEndWhenDone implements Invariant {

  private static final String POLL = "s2-poll";

  @Override
  public String name() {
    return "a poll completes only after its target is done";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    RunNumbers runs = RunNumbers.of(evidence.stored());
    Set<CalledStep> done =
        evidence.target().flow().answers().stream().map(Answer::step).collect(toSet());
    return evidence.stored().events().stream()
        .filter(EventRow::isCompletedCall)
        .filter(event -> event.step().equals(POLL))
        .filter(
            event ->
                !done.contains(
                    step(evidence.stored().documents().get(event.requestId()), runs.of(event))))
        .map(event -> new Violation(event.requestId(), event.step() + " completed too early"))
        .toList();
  }

  private static CalledStep step(@Nullable StoredDocument document, int run) {
    return new CalledStep(document == null ? "" : document.ticket(), POLL, run);
  }
}
