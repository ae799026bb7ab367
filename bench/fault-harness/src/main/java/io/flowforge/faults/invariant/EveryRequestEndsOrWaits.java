package io.flowforge.faults.invariant;

import io.flowforge.faults.evidence.Evidence;
import io.flowforge.faults.evidence.StoredState.RunRow;
import io.flowforge.faults.load.AcceptedAction;
import io.flowforge.faults.load.RequestAction;
import java.util.ArrayList;
import java.util.List;

/** Every started request has ended, or waits for a decision that nobody makes on purpose. */
final class EveryRequestEndsOrWaits implements Invariant {

  @Override
  public String name() {
    return "every accepted request ends or waits for a person";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    var violations = new ArrayList<Violation>();
    for (RunRow run : evidence.stored().runs().values()) {
      boolean isStuck =
          run.status().equals("Running")
              || (run.status().equals("Pending")
                  && !evidence.load().leftWaiting().contains(run.id()));
      if (isStuck) {
        violations.add(new Violation(run.id(), "is still " + run.status()));
      }
    }
    for (AcceptedAction accepted : evidence.load().accepted()) {
      RunRow run = evidence.stored().runs().get(accepted.requestId());
      if (run == null) {
        violations.add(
            new Violation(
                accepted.requestId(), accepted.action() + " succeeded, but the request is gone"));
      } else if (accepted.action() != RequestAction.CREATE && run.status().equals("Not Started")) {
        violations.add(
            new Violation(run.id(), accepted.action() + " succeeded, but it is Not Started"));
      }
    }
    return violations;
  }
}
