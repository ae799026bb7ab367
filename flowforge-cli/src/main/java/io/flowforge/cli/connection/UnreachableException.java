package io.flowforge.cli.connection;

/** A server that cannot be reached, so that nobody knows whether it received the call. */
public final class UnreachableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String userMessage;

  public UnreachableException(String message, Throwable cause) {
    super(message, cause);
    userMessage = message;
  }

  /** Returns the message, which says what to do. */
  public String userMessage() {
    return userMessage;
  }
}
