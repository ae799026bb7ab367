package io.flowforge.error;

import java.util.List;

/** The input is invalid. Correct what the message and the details name, then retry. */
public final class InvalidException extends FlowforgeException {

  private static final long serialVersionUID = 1L;

  private final List<String> details;

  public InvalidException(String message) {
    this(message, List.of());
  }

  /**
   * @param details all problems that were found, one sentence each; empty if the message says
   *     everything
   */
  public InvalidException(String message, List<String> details) {
    super(message, null);
    this.details = List.copyOf(details);
  }

  /**
   * Throws an exception with these problems, the first of which is its message, unless there are
   * none.
   */
  public static void throwIfAny(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new InvalidException(problems.getFirst(), problems.size() == 1 ? List.of() : problems);
    }
  }

  public List<String> details() {
    return details;
  }
}
