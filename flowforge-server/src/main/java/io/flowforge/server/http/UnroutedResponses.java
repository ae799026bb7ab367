package io.flowforge.server.http;

import io.flowforge.server.edge.request.RefusedRequest;
import io.flowforge.server.json.ErrorBody;
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
 * Responds to requests that never reach the routing, because they cannot be parsed or are too
 * large.
 */
final class UnroutedResponses implements DirectHandler {

  private static final Logger LOG = System.getLogger(UnroutedResponses.class.getName());

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
      Status status,
      ServerResponseHeaders headers,
      @Nullable String message) {
    LOG.log(
        Level.INFO,
        LogEvent.of("unrouted_request").with("status", status.code()).with("type", type));
    // Helidon's message quotes bytes of the request, so it is only for the log.
    String text =
        request instanceof RefusedRequest refused
            ? refused.reason()
            : ErrorResponses.messageFor(status);
    byte[] body = json.bytes(new ErrorBody(text, status.code()));
    cors.headersFor(request.headers()).forEach(headers::set);
    BrowserSafety.HEADERS.forEach(headers::set);
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
