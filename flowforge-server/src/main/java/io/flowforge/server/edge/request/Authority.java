package io.flowforge.server.edge.request;

/** The syntax of a host with an optional port (RFC 9110, section 7.2; RFC 3986, section 3.2.2). */
final class Authority {

  private static final String NAME_SYMBOLS = "-._~!$&'()*+,;=%";

  private Authority() {}

  /** Returns whether this is a host with or without a port; user information is not allowed. */
  static boolean isValid(String text) {
    boolean isLiteral = text.startsWith("[");
    int end = isLiteral ? text.indexOf(']') + 1 : endOfName(text);
    if (isLiteral ? !isAddress(text, end) : end == 0) {
      return false;
    }
    return end == text.length() || (text.charAt(end) == ':' && isPort(text, end + 1));
  }

  /** Returns a valid authority without an empty port, which Helidon refuses. */
  static String withoutEmptyPort(String text) {
    return text.endsWith(":") ? text.substring(0, text.length() - 1) : text;
  }

  private static int endOfName(String text) {
    int end = 0;
    while (end < text.length() && isNameCharacter(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Returns whether the beginning of the text, up to this end, can be an IPv6 address. */
  private static boolean isAddress(String text, int end) {
    for (int i = 1; i < end - 1; i++) {
      char next = text.charAt(i);
      if (Character.digit(next, 16) < 0 && next != ':' && next != '.') {
        return false;
      }
    }
    return end > 2;
  }

  private static boolean isPort(String text, int begin) {
    int value = 0;
    for (int i = begin; i < text.length(); i++) {
      char next = text.charAt(i);
      value = value * 10 + (next - '0');
      if (next < '0' || next > '9' || value > 65_535) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNameCharacter(char character) {
    return (character >= '0' && character <= '9')
        || (character >= 'A' && character <= 'Z')
        || (character >= 'a' && character <= 'z')
        || NAME_SYMBOLS.indexOf(character) >= 0;
  }
}
