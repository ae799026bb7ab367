package io.flowforge.server.http;

import io.helidon.webserver.http.ServerRequest;

/** What was asked for, as the log says it. */
final class RequestLine {

  private RequestLine() {}

  /** Without the query, which may hold what is nobody's business. */
  static String of(ServerRequest request) {
    return "method=%s path=\"%s\""
        .formatted(
            request.prologue().method().text(),
            request.prologue().uriPath().rawPath().replace("\"", "%22"));
  }
}
