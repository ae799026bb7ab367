package io.flowforge.pipeline.policy;

/**
 * The kind of a failed attempt, by which {@link RetryPolicy} decides whether to retry.
 *
 * @param name the name in {@code retry_on}
 */
public record FailureKind(String name) {

  /** The connection could not be opened, or it broke. */
  public static final FailureKind CONNECTION = new FailureKind("connection");

  /** The attempt exceeded its timeout. */
  public static final FailureKind TIMEOUT = new FailureKind("timeout");

  /** Returns the kind for a response with this status code. */
  public static FailureKind status(int code) {
    return new FailureKind(Integer.toString(code));
  }
}
