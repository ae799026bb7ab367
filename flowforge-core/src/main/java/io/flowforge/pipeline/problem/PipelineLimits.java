package io.flowforge.pipeline.problem;

import io.flowforge.text.TextLimit;

/** The limits of a new pipeline. Those that are stored already may exceed them. */
public final class PipelineLimits {

  public static final int STEPS = 200;
  public static final int FIELDS = 200;
  public static final int OPTIONS = 1_000;

  /** The maximum length of a form field's placeholder. */
  public static final TextLimit PLACEHOLDER = new TextLimit(1_000, true);

  /** The limit of every other string, such as one in the parameters of a step. */
  public static final TextLimit STRING = new TextLimit(512 * 1024, false);

  /** The maximum of {@code min_length}: all form data together are limited, too. */
  public static final int MIN_LENGTH = 10_000;

  /** The maximum depth of parameters; the store nests at most 100 levels. */
  public static final int DEPTH = 80;

  /** The maximum size of a pipeline as the store holds it, in bytes. */
  public static final int BYTES = 512 * 1024;

  private PipelineLimits() {}
}
