package io.flowforge.pipeline.policy;

/**
 * Why an attempt failed, for {@link RetryPolicy} to decide whether another may do better.
 *
 * @param name as {@code retry_on} names it
 */
public record FailureKind(String name) {

  /** Nobody was reached, or the connection broke. */
  public static final FailureKind CONNECTION = new FailureKind("connection");

  /** The attempt took longer than it may. */
  public static final FailureKind TIMEOUT = new FailureKind("timeout");

  /** An HTTP service answered with that status. */
  public static FailureKind status(int code) {
    return new FailureKind(Integer.toString(code));
  }
}
