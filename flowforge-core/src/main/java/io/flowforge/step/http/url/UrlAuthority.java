package io.flowforge.step.http.url;

import io.flowforge.scan.CharacterSet;

/**
 * Host and port of a URL with a literal origin.
 *
 * @param start the position of the host in the URL
 * @param host an IPv6 address with its brackets
 * @param port what follows the colon; empty if nothing does
 * @param end the position of the path, query or fragment
 */
record UrlAuthority(int start, String host, String port, int end) {

  private static final String AFTER_SCHEME = "://";
  private static final CharacterSet AFTER = CharacterSet.of("/?#");

  static UrlAuthority in(String url) {
    int start = url.indexOf(AFTER_SCHEME) + AFTER_SCHEME.length();
    int end = AFTER.indexIn(url, start);
    String authority = url.substring(start, end);
    boolean isUnclosed = authority.startsWith("[") && authority.indexOf(']') < 0;
    int colon = authority.indexOf(':', authority.lastIndexOf(']') + 1);
    return colon < 0 || isUnclosed
        ? new UrlAuthority(start, authority, "", end)
        : new UrlAuthority(
            start, authority.substring(0, colon), authority.substring(colon + 1), end);
  }

  boolean isBracketed() {
    return host.startsWith("[");
  }
}
