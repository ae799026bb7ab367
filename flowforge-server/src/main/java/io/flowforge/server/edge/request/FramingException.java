package io.flowforge.server.edge.request;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.http.WritableHeaders;

/**
 * The refusal of a request that is malformed or ambiguous, after which the connection is closed.
 * Its message does not quote the request.
 */
public final class FramingException extends RequestException {

  private static final long serialVersionUID = 1L;

  private final String reason;

  private FramingException(Status status, String reason, String origin) {
    super(
        RequestException.builder()
            .type(DirectHandler.EventType.BAD_REQUEST)
            .status(status)
            .message(reason)
            .setKeepAlive(false)
            .request(new RefusedRequest(reason, headers(origin))));
    this.reason = reason;
  }

  static FramingException malformed(String reason) {
    return new FramingException(Status.BAD_REQUEST_400, reason, "");
  }

  static FramingException of(Status status, String reason) {
    return new FramingException(status, reason, "");
  }

  /** Returns the message for the client. */
  public String reason() {
    return reason;
  }

  /** Returns this refusal for a request that a web page of this origin sent. */
  public FramingException sentFrom(String origin) {
    return origin.isEmpty() ? this : new FramingException(status(), reason, origin);
  }

  private static ServerRequestHeaders headers(String origin) {
    WritableHeaders<?> headers = WritableHeaders.create();
    if (!origin.isEmpty()) {
      headers.set(HeaderNames.ORIGIN, origin);
    }
    return ServerRequestHeaders.create(headers);
  }
}
