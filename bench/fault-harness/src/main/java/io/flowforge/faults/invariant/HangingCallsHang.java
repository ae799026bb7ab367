package io.flowforge.faults.invariant;

import static java.util.stream.Collectors.toSet;

import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.evidence.StoredState.RunRow;
import io.flowforge.faults.evidence.StoredState.StoredDocument;
import io.flowforge.faults.load.HangingRequests;
import io.flowforge.faults.load.RequestAction;
import io.flowforge.faults.stub.TargetCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A request whose call hangs makes the call, like every other request, and runs until somebody
 * cancels it.
 */
final class HangingCallsHang implements Invariant {

  @Override
  public String name() {
    return "a request whose call hangs has called, and ends by a cancellation";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    Set<String> called =
        evidence.target().calls().stream().map(TargetCall::ticket).collect(toSet());
    Set<String> started =
        evidence.load().accepted().stream()
            .filter(accepted -> accepted.action() == RequestAction.START)
            .map(accepted -> accepted.requestId())
            .collect(toSet());
    var violations = new ArrayList<Violation>();
    for (StoredDocument document : evidence.stored().documents().values()) {
      if (document.ticket().startsWith(HangingRequests.TICKET) && started.contains(document.id())) {
        if (!called.contains(document.ticket())) {
          violations.add(new Violation(document.id(), "its target was not called"));
        }
        RunRow run = evidence.stored().runs().get(document.id());
        if (run == null || !run.status().equals("Cancelled")) {
          violations.add(
              new Violation(document.id(), "is " + (run == null ? "gone" : run.status())));
        }
      }
    }
    return violations;
  }
}
