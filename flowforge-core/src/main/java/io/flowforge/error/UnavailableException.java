package io.flowforge.error;

/**
 * Something that Flowforge depends on does not answer. The same call may succeed later; nothing was
 * lost.
 */
public final class UnavailableException extends FlowforgeException {

  private static final long serialVersionUID = 1L;

  public UnavailableException(String message) {
    super(message, null);
  }

  public UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
