package io.flowforge.condition.evaluation;

/** The limits of the library's own that an evaluation keeps; {@link Work} has the others. */
public final class EvaluationLimits {

  /** The maximum number of items that macros such as {@code all} visit in one evaluation. */
  public static final int MAX_ITERATIONS = 1_000;

  private EvaluationLimits() {}
}
