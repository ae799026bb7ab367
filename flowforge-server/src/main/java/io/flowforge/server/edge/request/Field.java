package io.flowforge.server.edge.request;

import java.util.Locale;

/**
 * A header or trailer.
 *
 * @param name the name as received, a token
 * @param value the value without leading and trailing spaces and tabs
 */
record Field(String name, String value) {

  private static final String TOKEN_SYMBOLS = "!#$%&'*+-.^_`|~";

  /** Parses a line; {@link Lines} has already refused control characters. */
  static Field parse(String line) {
    if (line.startsWith(" ") || line.startsWith("\t")) {
      throw FramingException.malformed(
          "a header continues on a second line; write each header on one line");
    }
    int colon = line.indexOf(':');
    if (colon < 0) {
      throw FramingException.malformed("a header has no colon; write it as Name: value");
    }
    String name = line.substring(0, colon);
    if (!isToken(name)) {
      throw FramingException.malformed(
          "the name of a header is malformed; use letters, digits and hyphens, with no space before the"
              + " colon");
    }
    return new Field(name, withoutBlanks(line.substring(colon + 1)));
  }

  boolean isNamed(String other) {
    return name.equalsIgnoreCase(other);
  }

  String lowerCaseName() {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Returns whether the text is a token (RFC 9110, section 5.6.2). */
  static boolean isToken(String text) {
    return !text.isEmpty() && text.chars().allMatch(Field::isTokenCharacter);
  }

  /** Removes spaces and tabs at both ends, but no other white space of Unicode. */
  static String withoutBlanks(String text) {
    int begin = 0;
    int end = text.length();
    while (begin < end && isBlank(text.charAt(begin))) {
      begin++;
    }
    while (end > begin && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(begin, end);
  }

  private static boolean isBlank(char character) {
    return character == ' ' || character == '\t';
  }

  private static boolean isTokenCharacter(int character) {
    return (character >= '0' && character <= '9')
        || (character >= 'A' && character <= 'Z')
        || (character >= 'a' && character <= 'z')
        || TOKEN_SYMBOLS.indexOf(character) >= 0;
  }
}
