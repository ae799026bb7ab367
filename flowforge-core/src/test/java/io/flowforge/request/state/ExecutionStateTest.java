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
  private static final ExecutionState STATE =
      new ExecutionState(
          "r1", 1, RequestStatus.RUNNING, "s1", 1, Duration.ZERO, 2, 2, 2, 1, Instant.EPOCH);

  /** Other time between two attempts, such as that of a crash, does not count. */
  @Test
  void aStepSpendsItsTimeOnAttemptsAndOnTheWaitsAfterThem() {
    ExecutionState second = retried(STATE);
    ExecutionState third = retried(second);

    assertThat(second.stepSpent()).isEqualTo(Duration.ofSeconds(3));
    assertThat(third.stepSpent()).isEqualTo(Duration.ofSeconds(6));
    assertThat(third.attempt()).isEqualTo(3);
  }

  @Test
  void theNextStepHasAllItsTime() {
    ExecutionState next =
        retried(STATE).after(Transition.complete(STEP, Optional.of(STEP)), Instant.EPOCH);

    assertThat(next.stepSpent()).isZero();
    assertThat(next.attempt()).isEqualTo(1);
  }

  private static ExecutionState retried(ExecutionState state) {
    return state.after(
        Transition.retry(STEP, Duration.ofSeconds(2), Duration.ofSeconds(1)),
        state.updatedAt().plus(Duration.ofHours(1)));
  }
}
