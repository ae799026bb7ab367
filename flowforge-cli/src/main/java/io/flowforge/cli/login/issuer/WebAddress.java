package io.flowforge.cli.login.issuer;

import io.flowforge.error.InvalidException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules for addresses that tokens are sent to. */
public final class WebAddress {

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private WebAddress() {}

  /**
   * Returns the absolute URL.
   *
   * @param what the thing that has this address, for messages
   * @param namedBy the address that named it, whose encryption must not be lost; null for none
   * @throws InvalidException if it is not one, or has no encryption where its origin has
   */
  public static URI of(String what, String text, @Nullable URI namedBy) {
    URI uri = parsed(what, text);
    if (namedBy != null && "https".equals(namedBy.getScheme()) && "http".equals(uri.getScheme())) {
      throw new InvalidException(
          "%s is %s, without encryption; it must be https, as %s is"
              .formatted(what, Shown.of(text), namedBy));
    }
    return uri;
  }

  /**
   * Returns the base URL of a server as it is stored and compared: in lower case, and without a
   * trailing slash.
   *
   * @param source where it was written, for messages
   * @throws InvalidException if it is not one
   */
  public static URI ofServer(String source, String text) {
    URI uri = parsed(source, text.strip());
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new InvalidException(
          source + " contains more than scheme, host, port and path; leave out ? and #");
    }
    String path = uri.getRawPath();
    while (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    return URI.create(
        uri.getScheme() + "://" + uri.getRawAuthority().toLowerCase(Locale.ROOT) + path);
  }

  /** Returns whether others on the network could read what is sent there. */
  public static boolean isReadableOnTheWay(URI uri) {
    return "http".equals(uri.getScheme()) && !LOOPBACK.contains(String.valueOf(uri.getHost()));
  }

  private static URI withLowerCaseScheme(URI uri) {
    String scheme = String.valueOf(uri.getScheme());
    String lower = scheme.toLowerCase(Locale.ROOT);
    return lower.equals(scheme)
        ? uri
        : URI.create(lower + uri.toString().substring(scheme.length()));
  }

  private static URI parsed(String what, String text) {
    try {
      URI uri = withLowerCaseScheme(new URI(text));
      boolean isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (uri.getRawUserInfo() != null) {
        // Not shown, because it contains a password.
        throw new InvalidException(
            what + " must not contain a user; leave out what is before the @");
      }
      if (isWeb && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // Reported below with the same message.
    }
    throw new InvalidException(
        "%s must be a URL such as https://flowforge.example.com, not '%s'"
            .formatted(what, Shown.of(text)));
  }
}
