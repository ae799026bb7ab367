package io.flowforge.server.http;

import io.flowforge.request.callback.Callbacks;
import io.flowforge.trace.LogEvent;
import io.helidon.webserver.http.ServerRequest;

/** The method and the path of a request, for the log. */
final class RequestLine {

  private RequestLine() {}

  /** Adds them to the event, without the query, which may contain personal data. */
  static LogEvent addTo(LogEvent event, ServerRequest request) {
    return event
        .with("method", request.prologue().method().text())
        .with("path", shown(request.prologue().uriPath().rawPath()));
  }

  /** Who knows the token in the path of a callback may call it. */
  private static String shown(String path) {
    return path.startsWith(Callbacks.PATH) ? Callbacks.PATH + "***" : path;
  }
}
