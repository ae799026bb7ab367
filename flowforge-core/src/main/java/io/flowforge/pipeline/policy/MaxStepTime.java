package io.flowforge.pipeline.policy;

import io.flowforge.settings.SettingsReader;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The operator's maximum for the total time of a step, with all its attempts and the delays between
 * them.
 */
public record MaxStepTime(Duration time) {

  /** The setting from which it comes. */
  public static final String SETTING = "MAX_STEP_SECONDS";

  private static final int SECONDS_PER_WEEK = 7 * 24 * 3_600;

  /** Reads {@code MAX_STEP_SECONDS}. */
  public static Optional<MaxStepTime> read(SettingsReader settings) {
    return settings
        .optionalNumber(SETTING, "no maximum", 1, SECONDS_PER_WEEK)
        .map(seconds -> new MaxStepTime(Duration.ofSeconds(seconds)));
  }

  /** Returns the problems of a step that asks for more, one sentence each. */
  public List<String> problemsOf(StepPolicy policy) {
    List<String> problems = new ArrayList<>();
    if (policy.timeout() != null && exceeds(policy.timeout())) {
      problems.add(problem("timeout_seconds"));
    }
    RetryPolicy retry = policy.retry();
    if (retry != null && retry.maxElapsed() != null && exceeds(retry.maxElapsed())) {
      problems.add(problem("retry.max_elapsed_seconds"));
    }
    return problems;
  }

  /** Returns a line for the log of a step that has less time than it asks for. */
  public String shortens(Duration timeout) {
    return "This attempt may take %s s: %s".formatted(inSeconds(timeout), ends());
  }

  /** Returns why a step gets no more time. */
  public String ends() {
    return "all attempts together may take %d s here (%s)".formatted(time.toSeconds(), SETTING);
  }

  private static String inSeconds(Duration duration) {
    return BigDecimal.valueOf(Math.max(0, duration.toMillis()), 3)
        .stripTrailingZeros()
        .toPlainString();
  }

  private boolean exceeds(Duration duration) {
    return duration.compareTo(time) > 0;
  }

  private String problem(String field) {
    return "'%s' must be at most %d, which is the operator's maximum for a step (%s)"
        .formatted(field, time.toSeconds(), SETTING);
  }
}
