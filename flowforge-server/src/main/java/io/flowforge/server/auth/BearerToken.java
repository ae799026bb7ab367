package io.flowforge.server.auth;

import io.flowforge.server.http.RefusedException;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;

/**
 * The access token in the header of a request.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-2.1">RFC 6750, section 2.1</a>
 */
public final class BearerToken {

  static final String SCHEME = "Bearer";

  private BearerToken() {}

  /**
   * Returns the token.
   *
   * @throws RefusedException if there is none
   */
  public static String in(ServerRequest request) {
    List<String> headers = request.headers().all(HeaderNames.AUTHORIZATION, List::of);
    if (headers.size() == 1) {
      String header = headers.getFirst().strip();
      int space = header.indexOf(' ');
      if (space > 0 && header.substring(0, space).equalsIgnoreCase(SCHEME)) {
        return header.substring(space).strip();
      }
    }
    throw RefusedException.unauthorized(
        SCHEME, "send an access token in the header Authorization: Bearer <token>");
  }
}
