package io.flowforge.error;

import java.util.List;

/** The input is at fault. Correct what the message and the details name, and send it again. */
public final class InvalidException extends FlowforgeException {

  private static final long serialVersionUID = 1L;

  private final List<String> details;

  public InvalidException(String message) {
    this(message, List.of());
  }

  /**
   * @param details every fault that was found, one sentence each; empty when the message says it
   *     all
   */
  public InvalidException(String message, List<String> details) {
    super(message, null);
    this.details = List.copyOf(details);
  }

  public List<String> details() {
    return details;
  }
}
