package io.flowforge.server.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.http.Status;

/** A refusal of the HTTP layer, with a message that is meant for the client. */
public final class RefusedException extends HttpException {

  private static final long serialVersionUID = 1L;

  public RefusedException(Status status, String message) {
    super(message, status, true);
  }

  /** The same refusal with a header in its answer. */
  RefusedException with(HeaderName name, String value) {
    header(HeaderValues.create(name, value));
    return this;
  }

  /**
   * 401: we do not know who is asking.
   *
   * @param challenge the value of {@code WWW-Authenticate}
   */
  public static RefusedException unauthorized(String challenge, String message) {
    return new RefusedException(Status.UNAUTHORIZED_401, message)
        .with(HeaderNames.WWW_AUTHENTICATE, challenge);
  }
}
