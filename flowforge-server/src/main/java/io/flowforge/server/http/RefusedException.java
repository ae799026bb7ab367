package io.flowforge.server.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import java.time.Duration;

/** Thrown by the HTTP layer to refuse a request, with a message for the client. */
public final class RefusedException extends HttpException {

  private static final long serialVersionUID = 1L;

  public RefusedException(Status status, String message) {
    super(message, status, true);
  }

  /** Returns the message for the client. */
  String userMessage() {
    return String.valueOf(getMessage());
  }

  /** Adds a header to the response. */
  public RefusedException with(HeaderName name, String value) {
    header(HeaderValues.create(name, value));
    return this;
  }

  /** Returns a refusal with 429 for a caller who has called too often. */
  public static RefusedException tooMany(String message, Duration retryAfter) {
    return new RefusedException(Status.TOO_MANY_REQUESTS_429, message)
        .with(HeaderNames.RETRY_AFTER, Long.toString(retryAfter.toSeconds() + 1));
  }

  /**
   * Returns a refusal with 401 for a caller who is not authenticated.
   *
   * @param challenge the value of {@code WWW-Authenticate}
   */
  public static RefusedException unauthorized(String challenge, String message) {
    return new RefusedException(Status.UNAUTHORIZED_401, message)
        .with(HeaderNames.WWW_AUTHENTICATE, challenge);
  }
}
