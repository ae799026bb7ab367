package io.flowforge.error;

/** There is no such thing, or none that the caller may know of. */
public final class NotFoundException extends FlowforgeException {

  private static final long serialVersionUID = 1L;

  public NotFoundException(String message) {
    super(message, null);
  }
}
