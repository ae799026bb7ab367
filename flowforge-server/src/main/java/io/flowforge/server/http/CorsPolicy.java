package io.flowforge.server.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import java.util.ArrayList;
import java.util.List;

/**
 * The origins whose pages may read responses. Every response carries these headers, even if the
 * request has no origin, so that no path through the server can forget them. Credentials are not
 * allowed: access tokens are sent in a header, never in cookies.
 *
 * @param origins such as {@code http://localhost:3000}, not empty; {@code *} allows every origin
 */
public record CorsPolicy(List<String> origins) {

  private static final String ANY = "*";

  private static final Header METHODS =
      HeaderValues.create(
          HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, PATCH, DELETE, OPTIONS");
  private static final Header HEADERS =
      HeaderValues.create(
          HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS,
          "Content-Type, Authorization, X-Request-Id, Idempotency-Key, Last-Event-ID, "
              // Existing front ends send these names of response headers in their requests.
              + "Access-Control-Allow-Origin, Access-Control-Allow-Headers, "
              + "Access-Control-Allow-Methods, Access-Control-Allow-Credentials");
  private static final Header EXPOSED =
      HeaderValues.create(HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "X-Request-Id, Retry-After");
  private static final Header MAX_AGE =
      HeaderValues.create(HeaderNames.ACCESS_CONTROL_MAX_AGE, "3600");
  private static final Header VARY = HeaderValues.create(HeaderNames.VARY, "Origin");

  public CorsPolicy {
    origins = List.copyOf(origins);
    if (origins.isEmpty()) {
      throw new IllegalArgumentException("no origins");
    }
  }

  /** Returns the CORS headers of the response to a request with the given headers. */
  List<Header> headersFor(Headers request) {
    List<Header> headers = new ArrayList<>(List.of(METHODS, HEADERS, EXPOSED, MAX_AGE));
    if (origins.contains(ANY)) {
      headers.add(allowed(ANY));
      return headers;
    }
    headers.add(VARY);
    // An origin that is not listed gets another one, which its browser treats as a refusal.
    headers.add(
        allowed(
            request
                .first(HeaderNames.ORIGIN)
                .filter(origins::contains)
                .orElse(origins.getFirst())));
    return headers;
  }

  private static Header allowed(String origin) {
    return HeaderValues.create(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
  }
}
