package io.flowforge.error;

/** The thing is not in a state that allows this. Look at it again before trying anything else. */
public final class ConflictException extends FlowforgeException {

  private static final long serialVersionUID = 1L;

  public ConflictException(String message) {
    super(message, null);
  }
}
