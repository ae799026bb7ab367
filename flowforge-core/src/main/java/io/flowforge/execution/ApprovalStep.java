package io.flowforge.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** {@code WAIT_FOR_APPROVAL}: the request goes on when an admin approves. Has no parameters. */
final class ApprovalStep implements StepExecutor {

  @Override
  public String name() {
    return "WAIT_FOR_APPROVAL";
  }

  @Override
  public List<String> faultsOf(ObjectNode parameters) {
    return List.of();
  }

  @Override
  public StepOutcome execute(StepContext context) {
    context.log().info("Waiting for approval");
    return new StepOutcome.WaitsForApproval();
  }
}
