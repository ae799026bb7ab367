package io.flowforge.error;

/** The resource does not exist, or the caller must not know that it exists. */
public final class NotFoundException extends FlowforgeException {

  private static final long serialVersionUID = 1L;

  public NotFoundException(String message) {
    super(message, null);
  }
}
