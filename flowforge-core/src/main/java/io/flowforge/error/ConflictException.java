package io.flowforge.error;

/** The state of the resource does not allow this. Read it again before retrying. */
public final class ConflictException extends FlowforgeException {

  private static final long serialVersionUID = 1L;

  public ConflictException(String message) {
    super(message, null);
  }
}
