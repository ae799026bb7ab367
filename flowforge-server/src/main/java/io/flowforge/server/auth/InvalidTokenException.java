package io.flowforge.server.auth;

import org.jspecify.annotations.Nullable;

/** Thrown for a token that is not accepted. The message says why, without quoting the token. */
final class InvalidTokenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InvalidTokenException(String message) {
    this(message, null);
  }

  InvalidTokenException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Returns the reason, for the client. */
  String userMessage() {
    return String.valueOf(getMessage());
  }
}
