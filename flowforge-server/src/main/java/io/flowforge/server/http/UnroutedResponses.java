package io.flowforge.server.http;

import io.flowforge.trace.LogEvent;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Responds to requests that never reach the routing: those that cannot be parsed, are too large, or
 * exceed the number of concurrent requests.
 */
final class UnroutedResponses implements DirectHandler {

  private static final Logger LOG = System.getLogger(UnroutedResponses.class.getName());

  /** RFC 6585, section 5. */
  private static final Status HEADERS_TOO_LARGE =
      Status.create(431, "Request Header Fields Too Large");

  /** The message of Helidon's parser, which uses 400 for everything that is malformed. */
  private static final String HEADERS_EXCEEDED = "Header size exceeded";

  private final JsonBodies json;
  private final CorsPolicy cors;

  UnroutedResponses(JsonBodies json, CorsPolicy cors) {
    this.json = json;
    this.cors = cors;
  }

  DirectHandlers forAllEvents() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (EventType type : EventType.values()) {
      handlers.addHandler(type, this);
    }
    return handlers.build();
  }

  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType type,
      Status found,
      ServerResponseHeaders headers,
      @Nullable String message) {
    Status status = HEADERS_EXCEEDED.equals(message) ? HEADERS_TOO_LARGE : found;
    LOG.log(
        Level.INFO,
        LogEvent.of("unrouted_request").with("status", status.code()).with("type", type));
    // Helidon's message quotes bytes of the request, so it is only for the log.
    byte[] body = json.bytes(new ErrorBody(ErrorResponses.messageFor(status), status.code()));
    cors.headersFor(request.headers()).forEach(headers::set);
    headers.set(HeaderValues.CONTENT_TYPE_JSON);
    if (status.equals(Status.SERVICE_UNAVAILABLE_503)) {
      headers.set(HeaderNames.RETRY_AFTER, "1");
    }
    return TransportResponse.builder()
        .status(status)
        .headers(headers)
        .keepAlive(type.keepAlive())
        .entity(body)
        .build();
  }
}
