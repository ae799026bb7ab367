package io.flowforge.server.edge.request;

import io.helidon.http.Status;
import java.util.Locale;

/**
 * The target of a request (RFC 9112, section 3.2).
 *
 * @param path the path, which begins with a slash, with the query; or an asterisk
 * @param authority the host that replaces the Host header; empty unless the target is absolute
 */
record RequestTarget(String path, String authority) {

  private static final String HTTP = "http://";
  private static final String HTTPS = "https://";
  private static final String SERVER = "*";
  private static final String OPTIONS = "OPTIONS";

  static RequestTarget parse(String method, String text) {
    if (method.equals("CONNECT")) {
      throw FramingException.of(
          Status.NOT_IMPLEMENTED_501, "this server is no proxy; CONNECT is not supported");
    }
    if (text.startsWith("/") || (text.equals(SERVER) && method.equals(OPTIONS))) {
      return new RequestTarget(text, "");
    }
    String lowerCase = text.toLowerCase(Locale.ROOT);
    if (lowerCase.startsWith(HTTP)) {
      return absolute(method, text.substring(HTTP.length()));
    }
    if (lowerCase.startsWith(HTTPS)) {
      return absolute(method, text.substring(HTTPS.length()));
    }
    throw malformed();
  }

  private static RequestTarget absolute(String method, String text) {
    int end = 0;
    while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    String authority = text.substring(0, end);
    if (!Authority.isValid(authority)) {
      throw malformed();
    }
    String path = text.substring(end);
    if (path.isEmpty() && method.equals(OPTIONS)) {
      return new RequestTarget(SERVER, authority);
    }
    return new RequestTarget(path.startsWith("/") ? path : "/" + path, authority);
  }

  private static FramingException malformed() {
    return FramingException.malformed(
        "the request target is malformed; send a path that begins with a slash, or an http:// URL");
  }
}
