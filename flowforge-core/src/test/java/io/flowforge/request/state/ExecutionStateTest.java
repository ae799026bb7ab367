package io.flowforge.request.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.pipeline.Step;
import io.flowforge.testing.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExecutionStateTest {

  private static final Step STEP = new Step("s1", "API", "", "", World.object("{}"), true);
  private static final ExecutionState RUN =
      new ExecutionState(
          "r1", 1, RequestStatus.RUNNING, "s1", 1, Duration.ZERO, 2, 2, 2, 1, Instant.EPOCH);

  /** Whatever else passes between two attempts, such as a crash, is not the step's. */
  @Test
  void aStepSpendsItsTimeOnAttemptsAndOnTheWaitsAfterThem() {
    ExecutionState second = retried(RUN);
    ExecutionState third = retried(second);

    assertThat(second.stepSpent()).isEqualTo(Duration.ofSeconds(3));
    assertThat(third.stepSpent()).isEqualTo(Duration.ofSeconds(6));
    assertThat(third.attempt()).isEqualTo(3);
  }

  @Test
  void theNextStepHasAllItsTime() {
    ExecutionState next =
        retried(RUN).after(Transition.complete(STEP, Optional.of(STEP)), Instant.EPOCH);

    assertThat(next.stepSpent()).isZero();
    assertThat(next.attempt()).isEqualTo(1);
  }

  private static ExecutionState retried(ExecutionState run) {
    return run.after(
        Transition.retry(STEP, Duration.ofSeconds(2), Duration.ofSeconds(1)),
        run.updatedAt().plus(Duration.ofHours(1)));
  }
}
