package io.flowforge.step.http.url;

import io.flowforge.pipeline.Placeholders;
import io.flowforge.scan.CharacterSet;
import io.flowforge.scan.Excerpt;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The rules for the URL of a new API step, with placeholders. */
public final class CallUrl {

  /** The maximum length in characters; many servers accept no more. */
  private static final int MAX_LENGTH = 8_000;

  private static final int MAX_PORT = 65_535;
  private static final int MAX_PORT_DIGITS = 5;

  private CallUrl() {}

  /**
   * Returns the problems of a URL that begins with a literal scheme and host; empty if values can
   * make a valid URL of it.
   */
  public static List<String> problemsOf(String template) {
    if (template.length() > MAX_LENGTH) {
      return List.of(
          "the URL has %d characters; shorten it to %d".formatted(template.length(), MAX_LENGTH));
    }
    String url = withoutPlaceholders(template);
    UrlAuthority authority = UrlAuthority.in(url);
    List<String> problems = new ArrayList<>();
    problemOfHost(authority).ifPresent(problems::add);
    problemOfPort(authority.port()).ifPresent(problems::add);
    problems.addAll(UrlCharacters.problemsOf(url, authority.end()));
    if (problems.isEmpty()) {
      syntaxProblem(url).ifPresent(problems::add);
    }
    return problems;
  }

  /** Returns the address that a URL names without a look-up; empty if it names a host. */
  public static Optional<InetAddress> literalAddress(String template) {
    String host = UrlAuthority.in(withoutPlaceholders(template)).host();
    try {
      return addressOf(HostName.toAscii(host).toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      // A problem of its own.
      return Optional.empty();
    }
  }

  private static Optional<InetAddress> addressOf(String host) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    if (name.equals("localhost") || name.endsWith(".localhost")) {
      return Optional.of(InetAddress.ofLiteral("127.0.0.1"));
    }
    if (host.startsWith("[") && host.endsWith("]")) {
      return Optional.of(InetAddress.ofLiteral(host.substring(1, host.length() - 1)));
    }
    return Ipv4Spelling.isAddress(name)
        ? Optional.of(InetAddress.ofLiteral(name))
        : Optional.empty();
  }

  /** Replaces placeholders by text of the same length that is valid wherever a value is. */
  private static String withoutPlaceholders(String template) {
    return Placeholders.replaced(
        template.strip(), name -> "x".repeat(name.length() + "${}".length()));
  }

  private static Optional<String> problemOfHost(UrlAuthority authority) {
    String host = authority.host();
    if (!authority.isBracketed()) {
      return HostName.problemOf(host);
    }
    try {
      boolean isAddress =
          host.endsWith("]")
              && host.indexOf('%') < 0
              && InetAddress.ofLiteral(host.substring(1, host.length() - 1)) != null;
      if (isAddress) {
        return Optional.empty();
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    return Optional.of("'%s' is not an IPv6 address; correct it".formatted(Excerpt.of(host)));
  }

  private static Optional<String> problemOfPort(String port) {
    if (port.isEmpty()) {
      return Optional.empty();
    }
    if (!CharacterSet.DIGITS.containsAll(port)) {
      return Optional.of(
          "port '%s' is not a number; use 1 to %d".formatted(Excerpt.of(port), MAX_PORT));
    }
    boolean isWithin =
        port.length() <= MAX_PORT_DIGITS
            && Integer.parseInt(port) >= 1
            && Integer.parseInt(port) <= MAX_PORT;
    return isWithin
        ? Optional.empty()
        : Optional.of("port %s is out of range; use 1 to %d".formatted(Excerpt.of(port), MAX_PORT));
  }

  private static Optional<String> syntaxProblem(String url) {
    try {
      var uri = new URI(HostName.inAscii(url));
      return uri.getRawAuthority() == null
          ? Optional.of("the URL has no host; write https://host/path")
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.of(
          "the URL is malformed at character %d: %s; correct it"
              .formatted(e.getIndex() + 1, e.getReason()));
    }
  }
}
