package io.flowforge.error;

import org.jspecify.annotations.Nullable;

/**
 * An expected failure. Its subclasses tell what the caller can do about it. The message is meant
 * for users and never reveals internals.
 */
public abstract sealed class FlowforgeException extends RuntimeException
    permits ConflictException,
        ForbiddenException,
        InvalidException,
        NotFoundException,
        UnavailableException {

  private static final long serialVersionUID = 1L;

  FlowforgeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Returns the message for users, never null. */
  public final String userMessage() {
    return String.valueOf(getMessage());
  }
}
