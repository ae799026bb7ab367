package io.flowforge.error;

/**
 * A service that Flowforge depends on is not responding. The same call may succeed later; nothing
 * was lost.
 */
public final class UnavailableException extends FlowforgeException {

  private static final long serialVersionUID = 1L;

  /** What a call is told that is still under way when a server has stopped waiting for it. */
  public static final String STOPPING = "the server is stopping; retry";

  /** What a call is told whose thread was interrupted while it waited for a store. */
  public static final String INTERRUPTED = "the call was interrupted; retry";

  public UnavailableException(String message) {
    super(message, null);
  }

  public UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
