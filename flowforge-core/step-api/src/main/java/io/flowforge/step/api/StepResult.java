package io.flowforge.step.api;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The result of executing a step. */
public sealed interface StepResult {

  /**
   * The step has completed.
   *
   * @param output what later steps may use, of the same classes as {@link StepValues}: the {@code
   *     outputs} of a pipeline's step point into it
   */
  record Completed(Map<String, ? extends @Nullable Object> output) implements StepResult {}

  /**
   * The step has failed for good.
   *
   * @param reason one sentence for the requester
   */
  record Failed(String reason) implements StepResult {}

  /**
   * This attempt has failed, but another may succeed. The {@code retry} of the step decides whether
   * there is one; without it, the step has failed.
   *
   * @param reason one sentence for the requester
   * @param kind why, as {@code retry_on} names it
   * @param pause how long to wait at least; zero if it does not matter
   */
  record AttemptFailed(String reason, FailureKind kind, Duration pause) implements StepResult {}

  /**
   * The step is executed again after a time. Meanwhile it holds no thread, survives restarts of the
   * server, and neither its timeout nor its attempts count. This is how a step waits for something
   * that takes long.
   *
   * @param delay from a millisecond to 366 days; shorter and longer ones count as these
   * @param memo what the next execution needs to know, which {@link StepCall#memo} returns: at most
   *     8,000 characters without U+0000 and halves of surrogate pairs, and never a secret
   */
  record Suspended(Duration delay, String memo) implements StepResult {}

  /** Why an attempt has failed. */
  enum FailureKind {
    /** The other side could not be reached, or did not answer properly: {@code connection}. */
    CONNECTION,
    /** It took too long: {@code timeout}. */
    TIMEOUT
  }

  /** Returns the result of a step that has nothing to tell later steps. */
  static StepResult completed() {
    return new Completed(Map.of());
  }

  /** Returns the result of a step that tells later steps something. */
  static StepResult completed(Map<String, ? extends @Nullable Object> output) {
    return new Completed(output);
  }

  /** Returns the result of a step that will never succeed. */
  static StepResult failed(String reason) {
    return new Failed(reason);
  }

  /** Returns the result of an attempt that did not reach the other side. */
  static StepResult notReached(String reason) {
    return new AttemptFailed(reason, FailureKind.CONNECTION, Duration.ZERO);
  }

  /** Returns the result of a step that looks again after a time. */
  static StepResult again(Duration delay, String memo) {
    return new Suspended(delay, memo);
  }
}
