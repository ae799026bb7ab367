package io.flowforge.server.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import java.util.ArrayList;
import java.util.List;

/**
 * Which web pages may read our answers. Every answer carries these headers, also one to a request
 * without an origin, so that no path through the server can forget them.
 *
 * @param origins such as {@code http://localhost:3000}, not empty; {@code *} lets any page in
 */
public record CorsPolicy(List<String> origins) {

  private static final String ANY = "*";

  private static final Header METHODS =
      HeaderValues.create(
          HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, PATCH, DELETE, OPTIONS");
  private static final Header HEADERS =
      HeaderValues.create(
          HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "Content-Type, Authorization, X-Request-Id");
  private static final Header EXPOSED =
      HeaderValues.create(HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "X-Request-Id, Retry-After");
  private static final Header CREDENTIALS =
      HeaderValues.create(HeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
  private static final Header MAX_AGE =
      HeaderValues.create(HeaderNames.ACCESS_CONTROL_MAX_AGE, "3600");
  private static final Header VARY = HeaderValues.create(HeaderNames.VARY, "Origin");

  public CorsPolicy {
    origins = List.copyOf(origins);
    if (origins.isEmpty()) {
      throw new IllegalArgumentException("no origins");
    }
  }

  /** The headers of the answer to a request with these headers. */
  List<Header> answerTo(Headers request) {
    List<Header> answer = new ArrayList<>(List.of(METHODS, HEADERS, EXPOSED, MAX_AGE));
    if (origins.contains(ANY)) {
      answer.add(allowing(ANY));
      return answer;
    }
    answer.add(CREDENTIALS);
    answer.add(VARY);
    // A page that is not listed gets the name of one that is, which its browser takes for a no.
    answer.add(
        allowing(
            request
                .first(HeaderNames.ORIGIN)
                .filter(origins::contains)
                .orElse(origins.getFirst())));
    return answer;
  }

  private static Header allowing(String origin) {
    return HeaderValues.create(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
  }
}
