package io.flowforge.faults.evidence;

import io.flowforge.faults.evidence.StoredState.StoredDocument;
import io.flowforge.faults.load.AcceptedAction;
import io.flowforge.faults.stub.TargetCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A step's first call that reached the target after the response that ended its run. */
public record LateCall(AcceptedAction end, TargetCall call) {

  /** Returns all late calls, including those that were only on their way. */
  public static List<LateCall> allIn(Evidence evidence) {
    Map<String, List<TargetCall>> calls = evidence.target().callsByTicket();
    RunNumbers runs = RunNumbers.of(evidence.stored());
    var late = new ArrayList<LateCall>();
    for (AcceptedAction accepted : evidence.load().accepted()) {
      StoredDocument document = evidence.stored().documents().get(accepted.requestId());
      if (accepted.action().isEnd() && document != null) {
        firstCalls(calls.getOrDefault(document.ticket(), List.of())).stream()
            .filter(call -> call.at().isAfter(accepted.at()))
            .filter(call -> call.step().run() <= runs.endedBy(accepted, evidence))
            .forEach(call -> late.add(new LateCall(accepted, call)));
      }
    }
    return late;
  }

  public Duration lateness() {
    return Duration.between(end.at(), call.at());
  }

  private static List<TargetCall> firstCalls(List<TargetCall> calls) {
    Set<String> keys = new HashSet<>();
    return calls.stream()
        .sorted(Comparator.comparing(TargetCall::at))
        .filter(call -> keys.add(call.key()))
        .toList();
  }
}
