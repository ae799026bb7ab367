package io.flowforge.error;

/** The caller's role does not allow this. Somebody with a higher role can do it. */
public final class ForbiddenException extends FlowforgeException {

  private static final long serialVersionUID = 1L;

  public ForbiddenException(String message) {
    super(message, null);
  }
}
