package io.flowforge.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.execution.ExecutionSettings.StepLimits;
import io.flowforge.pipeline.policy.FailureKind;
import io.flowforge.pipeline.policy.MaxStepTime;
import io.flowforge.pipeline.policy.RetryPolicy;
import io.flowforge.pipeline.policy.StepPolicy;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.step.StepOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The timeout of an attempt, the time it is charged for, and the delay before the next one. */
class AttemptTimingTest {

  private static final StepOutcome.AttemptFailed TIMED_OUT =
      new StepOutcome.AttemptFailed("late", FailureKind.TIMEOUT);

  @Test
  void anAttemptTakesNoLongerThanWhatIsLeftOfAllAttempts() {
    assertThat(timing(seconds(0)).timeout()).isEqualTo(seconds(4));
    assertThat(timing(seconds(7)).timeout()).isEqualTo(seconds(3));
  }

  @Test
  void aFrozenMachineCostsTheStepNoMoreThanAnAttempt() {
    assertThat(timing(seconds(0)).spentOf(seconds(3))).isEqualTo(seconds(3));
    assertThat(timing(seconds(0)).spentOf(seconds(3600))).isEqualTo(seconds(4));
    assertThat(timing(seconds(0)).spentOf(seconds(-60))).isZero();
  }

  @Test
  void theNextAttemptFollowsAsLongAsSomethingIsLeft() {
    assertThat(delayAfter(seconds(0), seconds(4))).isPresent();
    assertThat(delayAfter(seconds(4), seconds(4))).isPresent();
    assertThat(delayAfter(seconds(6), seconds(4))).isEmpty();
  }

  /** The policy allows 4 s for an attempt and 10 s for all of them. */
  @ParameterizedTest
  @CsvSource({
    // maximum, spent, timeout, is it cut, is another attempt left
    "3, 0, 3, true, false",
    "4, 0, 4, false, false",
    "8, 0, 4, false, true",
    "8, 6, 2, true, false",
    "10, 7, 3, false, false",
    "60, 7, 3, false, false",
    "5, 7, 3, true, false"
  })
  void theOperatorsMaximumHoldsForAllAttemptsTogether(
      int max, int spent, int timeout, boolean isCut, boolean isAnotherLeft) {
    var limits = new StepLimits(seconds(300), Optional.of(new MaxStepTime(seconds(max))));
    var timing = new AttemptTiming(state(seconds(spent)), policy(), limits);

    assertThat(timing.timeout()).isEqualTo(seconds(timeout));
    assertThat(timing.cutBy().isPresent()).isEqualTo(isCut);
    assertThat(timing.isSpent()).isEqualTo(spent >= max);
    assertThat(timing.afterFailure(TIMED_OUT, seconds(4), new Random(1)).delay().isPresent())
        .isEqualTo(isAnotherLeft);
  }

  private static Optional<Duration> delayAfter(Duration spent, Duration took) {
    return timing(spent).afterFailure(TIMED_OUT, took, new Random(1)).delay();
  }

  private static AttemptTiming timing(Duration spent) {
    return new AttemptTiming(
        state(spent), policy(), new StepLimits(seconds(300), Optional.empty()));
  }

  private static ExecutionState state(Duration spent) {
    return new ExecutionState(
        "r1", 1, RequestStatus.RUNNING, "s", 1, spent, 2, 2, 2, 1, Instant.EPOCH);
  }

  private static StepPolicy policy() {
    var retry = new RetryPolicy(9, seconds(1), 1, seconds(1), seconds(10), Set.of("timeout"));
    return new StepPolicy(seconds(4), retry, null);
  }

  private static Duration seconds(int count) {
    return Duration.ofSeconds(count);
  }
}
