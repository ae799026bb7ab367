package io.flowforge.server;

import io.flowforge.scan.CharacterSet;

/** The origin of a web page, as a browser sends it: scheme, host and port. */
final class WebOrigin {

  private static final String SCHEME_END = "://";
  private static final CharacterSet SCHEME = CharacterSet.of("a-z0-9+.-");
  private static final CharacterSet NOT_IN_AUTHORITY = CharacterSet.of("/?#@ \t");

  private WebOrigin() {}

  /** Returns whether the text is an origin, or an asterisk for all origins. */
  static boolean isOne(String text) {
    int scheme = text.indexOf(SCHEME_END);
    if (scheme < 1) {
      return text.equals("*");
    }
    String authority = text.substring(scheme + SCHEME_END.length());
    return Character.isLetter(text.charAt(0))
        && SCHEME.containsAll(text.substring(0, scheme))
        && !authority.isEmpty()
        && !NOT_IN_AUTHORITY.containsAny(authority);
  }
}
