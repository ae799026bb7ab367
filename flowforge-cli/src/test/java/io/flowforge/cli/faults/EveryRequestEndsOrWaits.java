package io.flowforge.cli.faults;

import io.flowforge.cli.faults.Evidence.Run;
import java.util.ArrayList;
import java.util.List;

/** A request that was started has ended, or waits for a decision that nobody makes on purpose. */
final class EveryRequestEndsOrWaits implements Invariant {

  @Override
  public String name() {
    return "every accepted request ends or waits for a person";
  }

  @Override
  public List<Violation> violations(Evidence evidence) {
    var violations = new ArrayList<Violation>();
    for (Run run : evidence.runs().values()) {
      boolean isStuck =
          run.status().equals("Running")
              || (run.status().equals("Pending") && !evidence.leftWaiting().contains(run.id()));
      if (isStuck) {
        violations.add(new Violation(run.id(), "is still " + run.status()));
      }
    }
    for (Accepted promise : evidence.accepted()) {
      Run run = evidence.runs().get(promise.requestId());
      if (run == null) {
        violations.add(new Violation(promise.requestId(), promise.action() + " and then gone"));
      } else if (promise.action() != Action.CREATE && run.status().equals("Not Started")) {
        violations.add(
            new Violation(run.id(), promise.action() + " was answered, but it is Not Started"));
      }
    }
    return violations;
  }
}
