package io.flowforge.step.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.pipeline.Step;
import io.flowforge.request.callback.CallbackState;
import io.flowforge.request.suspension.WaitsFor;
import io.flowforge.secret.reference.StepSecrets;
import io.flowforge.step.PlaceholderValues;
import io.flowforge.step.StepContext;
import io.flowforge.step.StepLog;
import io.flowforge.step.StepOutcome;
import io.flowforge.step.StepProgress;
import io.flowforge.step.StepRequest;
import io.flowforge.step.api.StepCall;
import io.flowforge.step.api.StepParameter;
import io.flowforge.step.api.StepPlugin;
import io.flowforge.step.api.StepResult;
import io.flowforge.testing.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the results of a plug-in. */
class PluginStepTest {

  /** If it could not be stored, what the plug-in has done would be done again and again. */
  @ParameterizedTest
  @ValueSource(strings = {"\0", "job\0", "\ud83d", "job \ude00 1", "\ude00\ud83d"})
  void aMemoThatCannotBeStoredFailsTheStep(String memo) throws InterruptedException {
    assertThat(suspended(memo))
        .isEqualTo(
            new StepOutcome.Failed(
                "The plug-in failed: its memo has U+0000 or half of a surrogate pair, which cannot"
                    + " be stored"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "job 1", "\ud83d\ude00", "line\nbreak\t\u0001"})
  void anyOtherMemoIsKept(String memo) throws InterruptedException {
    assertThat(suspended(memo))
        .isEqualTo(new StepOutcome.Suspended(Duration.ofSeconds(1), WaitsFor.TIME, memo));
  }

  @Test
  void aMemoThatIsTooLongFailsTheStep() throws InterruptedException {
    assertThat(suspended("x".repeat(8_001)))
        .isEqualTo(
            new StepOutcome.Failed(
                "The plug-in failed: its memo has 8001 characters; at most 8000 are kept"));
  }

  private static StepOutcome suspended(String memo) throws InterruptedException {
    var step = new PluginStep(new Suspending(memo), ClassLoader.getSystemClassLoader());
    return step.execute(
        new StepContext(
            new Step("s", "SUSPENDING", "", "", JsonText.object("{}"), true),
            new PlaceholderValues(JsonText.object("{}")),
            StepSecrets.NONE,
            new StepRequest("r", 1, 1, "u"),
            "r/s/1",
            1,
            Duration.ofMinutes(1),
            new StepProgress(Instant.EPOCH, null, new CallbackState.NotIssued()),
            new NoLog()));
  }

  private record Suspending(String memo) implements StepPlugin {

    @Override
    public String name() {
      return "SUSPENDING";
    }

    @Override
    public String description() {
      return "Is suspended.";
    }

    @Override
    public List<StepParameter> parameters() {
      return List.of();
    }

    @Override
    public StepResult execute(StepCall call) {
      return StepResult.again(Duration.ofSeconds(1), memo);
    }
  }

  private static final class NoLog implements StepLog {

    @Override
    public void info(String text) {
      throw new AssertionError(text);
    }

    @Override
    public void error(String text) {
      throw new AssertionError(text);
    }
  }
}
