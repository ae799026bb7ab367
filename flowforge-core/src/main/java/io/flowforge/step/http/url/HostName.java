package io.flowforge.step.http.url;

import io.flowforge.scan.CharacterSet;
import io.flowforge.scan.Excerpt;
import java.net.IDN;
import java.util.List;
import java.util.Optional;

/** Host names, international ones included. */
public final class HostName {

  private static final int MAX_LENGTH = 253;
  private static final int MAX_LABEL_LENGTH = 63;

  private static final CharacterSet ASCII = CharacterSet.of("\u0000-\u007f");
  private static final CharacterSet IN_NAMES = CharacterSet.of("A-Za-z0-9._-");
  private static final CharacterSet DOT = CharacterSet.of(".");

  /**
   * The characters that browsers keep and Java's older rules replace or remove: the name would be
   * another one.
   */
  private static final CharacterSet AMBIGUOUS = CharacterSet.of("\u00df\u03c2\u200c\u200d");

  private HostName() {}

  /**
   * Returns the URL with its host in ASCII.
   *
   * @throws IllegalArgumentException if the host is not a valid international name
   */
  public static String inAscii(String url) {
    UrlAuthority authority = UrlAuthority.in(url);
    return ASCII.containsAll(authority.host())
        ? url
        : url.substring(0, authority.start())
            + toAscii(authority.host())
            + url.substring(authority.start() + authority.host().length());
  }

  /** Returns the reason for which no host can have this name. */
  static Optional<String> problemOf(String host) {
    if (AMBIGUOUS.containsAny(host)) {
      return Optional.of(
          "host '%s' has a character that programs encode differently; write the name in its ASCII form, xn--..."
              .formatted(Excerpt.of(host)));
    }
    String ascii;
    try {
      ascii = toAscii(host);
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
    if (!IN_NAMES.containsAll(ascii)) {
      return Optional.of(
          "host '%s' has a character that no host name has; correct the name"
              .formatted(Excerpt.of(host)));
    }
    if (Ipv4Spelling.isLikeAddress(ascii) && !Ipv4Spelling.isAddress(ascii)) {
      return Optional.of(
          "'%s' is not an IPv4 address; write IPv4 addresses as four decimal numbers"
              .formatted(Excerpt.of(host)));
    }
    return hasValidLabels(ascii)
        ? Optional.empty()
        : Optional.of(
            "host '%s' has an empty part, or one of more than %d characters; correct the name"
                .formatted(Excerpt.of(host), MAX_LABEL_LENGTH));
  }

  static String toAscii(String host) {
    if (ASCII.containsAll(host)) {
      return host;
    }
    try {
      if (host.length() <= MAX_LENGTH) {
        return IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "host '%s' is not a valid name; correct it".formatted(Excerpt.of(host)), e);
    }
    throw new IllegalArgumentException(
        "host '%s' is too long; use at most %d characters".formatted(Excerpt.of(host), MAX_LENGTH));
  }

  private static boolean hasValidLabels(String host) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    List<String> labels = DOT.split(name);
    return name.length() <= MAX_LENGTH
        && labels.stream()
            .allMatch(label -> !label.isEmpty() && label.length() <= MAX_LABEL_LENGTH);
  }
}
