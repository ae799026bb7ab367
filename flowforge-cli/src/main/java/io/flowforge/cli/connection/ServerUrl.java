package io.flowforge.cli.connection;

import io.flowforge.error.InvalidException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;

/** The base URLs of servers, as people write them. */
public final class ServerUrl {

  private static final String EXAMPLE = "; write a URL such as https://flowforge.example.com";

  private ServerUrl() {}

  /**
   * Returns the base URL without a trailing slash.
   *
   * @param source where it was written, for the message
   * @throws InvalidException if it is not one
   */
  public static URI parse(String text, String source) {
    URI uri;
    try {
      uri = new URI(text.strip());
    } catch (URISyntaxException _) {
      throw invalid(source, "is not a URL");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw invalid(source, "does not begin with http:// or https://");
    }
    if (uri.getHost() == null) {
      throw invalid(source, "has no host");
    }
    if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw invalid(source, "contains more than scheme, host, port and path");
    }
    String path = uri.getRawPath();
    while (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    return URI.create(scheme + "://" + uri.getRawAuthority().toLowerCase(Locale.ROOT) + path);
  }

  /** Returns whether a token that is sent there can be read by others on the way. */
  static boolean isUnprotected(URI server) {
    return server.getScheme().equals("http") && !isLoopback(server.getHost());
  }

  private static boolean isLoopback(String host) {
    boolean isName = host.equals("localhost") || host.endsWith(".localhost");
    boolean isNumeric =
        host.startsWith("[") || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    try {
      return isName || (isNumeric && InetAddress.getByName(host).isLoopbackAddress());
    } catch (UnknownHostException _) {
      return false;
    }
  }

  private static InvalidException invalid(String source, String problem) {
    return new InvalidException(source + " " + problem + EXAMPLE);
  }
}
