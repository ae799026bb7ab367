package io.flowforge.postgres;

import io.flowforge.scan.CharacterSet;
import java.util.stream.Stream;

/**
 * The parts of a connection URI behind its scheme, all of them still encoded.
 *
 * @param userInfo what is before the last at sign; empty if there is none
 * @param port empty if there is none
 * @param path without its leading slash
 */
record UriParts(String userInfo, String host, String port, String path, String query) {

  private static final CharacterSet PARAMETERS = CharacterSet.of("&");

  static UriParts of(String text) {
    int end = indexOfAny(text, "/?#", 0);
    String authority = text.substring(0, end);
    int at = authority.lastIndexOf('@');
    String hostAndPort = authority.substring(at + 1);
    int colon =
        hostAndPort.indexOf(':', hostAndPort.startsWith("[") ? hostAndPort.indexOf(']') : 0);
    int question = indexOfAny(text, "?", end);
    return new UriParts(
        at < 0 ? "" : authority.substring(0, at),
        colon < 0 ? hostAndPort : hostAndPort.substring(0, colon),
        colon < 0 ? "" : hostAndPort.substring(colon + 1),
        text.substring(end == question || text.charAt(end) == '#' ? end : end + 1, question),
        text.substring(Math.min(question + 1, text.length())));
  }

  /**
   * Returns whether the part before the host seems to end too early, because something follows that
   * belongs there: a password with a slash, say, ends where the host should begin.
   */
  boolean isCutShort() {
    return path.indexOf('@') >= 0
        || path.indexOf('#') >= 0
        || query.indexOf('#') >= 0
        || (query.indexOf('@') >= 0 && (!userInfo.isEmpty() || !query.contains("password=")));
  }

  /** Returns whether the host is a name, an IPv4 address, or an IPv6 address in brackets. */
  boolean hasHostName() {
    boolean isIpv6 = host.startsWith("[") && host.endsWith("]");
    String allowed = isIpv6 ? "[]:.%" : "_.-";
    return host.chars()
        .allMatch(
            character -> Character.isLetterOrDigit(character) || allowed.indexOf(character) >= 0);
  }

  Stream<String> parameters() {
    return PARAMETERS.split(query).stream().filter(parameter -> !parameter.isEmpty());
  }

  private static int indexOfAny(String text, String characters, int from) {
    for (int i = from; i < text.length(); i++) {
      if (characters.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return text.length();
  }
}
