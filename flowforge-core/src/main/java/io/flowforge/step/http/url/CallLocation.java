package io.flowforge.step.http.url;

import io.flowforge.scan.CharacterSet;
import io.flowforge.uri.PercentEncoding;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.hc.client5.http.utils.URIUtils;
import org.jspecify.annotations.Nullable;

/** The header {@code Location} of a response, and the origins of URLs. */
public final class CallLocation {

  private static final CharacterSet IN_URLS = CharacterSet.of("!#-;=?-]_a-z~");

  private CallLocation() {}

  /**
   * Resolves a location.
   *
   * @param base the URL of the call
   * @return the URL, without the fragment if it is of HTTP; null if the location is malformed
   */
  public static @Nullable URI resolved(URI base, String location) {
    try {
      URI url = URIUtils.resolve(base, new URI(encoded(location.strip())));
      // Java does not recognize user information before a host with an underscore.
      if (url.getRawAuthority() == null || url.getRawAuthority().contains("@")) {
        return isHttp(url) ? null : url;
      }
      String text = url.toString();
      return new URI(text.contains("#") ? text.substring(0, text.indexOf('#')) : text);
    } catch (URISyntaxException | IllegalArgumentException e) {
      return null;
    }
  }

  /** Encodes what is invalid in a URL; the client decodes headers as ISO 8859-1. */
  private static String encoded(String location) {
    var encoded = new StringBuilder(location.length());
    for (int i = 0; i < location.length(); i++) {
      if (IN_URLS.contains(location.charAt(i))) {
        encoded.append(location.charAt(i));
      } else {
        encoded.append(
            PercentEncoding.encode(location.substring(i, i + 1), StandardCharsets.ISO_8859_1));
      }
    }
    return encoded.toString();
  }

  /** Tests whether the scheme is {@code http} or {@code https}. */
  public static boolean isHttp(URI url) {
    return "http".equalsIgnoreCase(url.getScheme()) || isEncrypted(url);
  }

  /** Tests whether the scheme is {@code https}. */
  public static boolean isEncrypted(URI url) {
    return "https".equalsIgnoreCase(url.getScheme());
  }

  /** Tests whether scheme, host and port are the same. */
  public static boolean isSameOrigin(URI one, URI other) {
    return origin(one).equals(origin(other));
  }

  private static String origin(URI url) {
    String origin = (url.getScheme() + "://" + url.getRawAuthority()).toLowerCase(Locale.ROOT);
    String defaultPort = isEncrypted(url) ? ":443" : ":80";
    return origin.endsWith(defaultPort)
        ? origin.substring(0, origin.length() - defaultPort.length())
        : origin;
  }
}
