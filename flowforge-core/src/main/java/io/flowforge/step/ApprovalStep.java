package io.flowforge.step;

import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.declaration.StepDeclaration;
import java.util.List;
import java.util.Set;

/** {@code WAIT_FOR_APPROVAL}: pauses the request until an admin approves. Has no parameters. */
public final class ApprovalStep implements StepExecutor {

  @Override
  public String name() {
    return APPROVAL;
  }

  @Override
  public StepDeclaration declaration() {
    return new StepDeclaration(
        APPROVAL, "Waits until an Admin or the Owner approves the request.", List.of());
  }

  @Override
  public Set<String> parameterNames() {
    return declaration().parameterNames();
  }

  @Override
  public List<String> problemsOf(Step step) {
    return step.policy().isDefault()
        ? List.of()
        : List.of(
            "an approval waits for a person and is never retried: remove timeout_seconds, retry and"
                + " success_codes");
  }

  @Override
  public StepOutcome execute(StepContext context) {
    context.log().info("Waiting for approval");
    return new StepOutcome.WaitsForApproval();
  }
}
