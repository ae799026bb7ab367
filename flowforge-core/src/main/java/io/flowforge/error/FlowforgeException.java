package io.flowforge.error;

import org.jspecify.annotations.Nullable;

/**
 * A failure that Flowforge foresaw. Its subclasses say what the caller can do about it; the message
 * is meant for people and never tells internals.
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

  /** The message for people, never null. */
  public final String userMessage() {
    return String.valueOf(getMessage());
  }
}
