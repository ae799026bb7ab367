package io.flowforge.cli.connection.stream;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The end of a stream of events, or its failure to begin. */
public final class EventStreamException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What the client can do next. */
  public enum Remedy {
    /** Connect again, with the id of the last event. */
    RECONNECT,
    /** Wait, because the server has no room for the stream now or cannot check the caller. */
    WAIT,
    /** Do without the stream, because there is none at this address. */
    GIVE_UP
  }

  private final Remedy remedy;
  private final @Nullable Duration retryAfter;

  /** An end that asks for no certain time. */
  public EventStreamException(Remedy remedy, String message) {
    this(remedy, message, (Duration) null);
  }

  EventStreamException(Remedy remedy, String message, @Nullable Duration retryAfter) {
    super(message);
    this.remedy = remedy;
    this.retryAfter = retryAfter;
  }

  EventStreamException(Remedy remedy, String message, Throwable cause) {
    super(message, cause);
    this.remedy = remedy;
    this.retryAfter = null;
  }

  public Remedy remedy() {
    return remedy;
  }

  /** Returns how long the server asked to wait; empty if it did not ask. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
