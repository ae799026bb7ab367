package io.flowforge.server.api;

import io.flowforge.server.content.Slices;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** A file that is in memory once and sent in slices, not copied as a whole. Thread-safe. */
final class StaticFile implements Handler {

  private static final HeaderName CONTENT_SECURITY_POLICY =
      HeaderNames.create("Content-Security-Policy");

  /** Allows only what the page of Swagger UI needs, from this server. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final String type;
  private final byte[] content;

  StaticFile(String type, byte[] content) {
    this.type = type;
    this.content = content;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    response
        .header(HeaderNames.CONTENT_TYPE, type)
        .header(HeaderNames.CACHE_CONTROL, "max-age=300")
        .header(CONTENT_SECURITY_POLICY, POLICY);
    Slices.send(response, content);
  }
}
