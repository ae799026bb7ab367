package io.flowforge.settings;

/** The characters that nobody sees at the ends of a value, such as those that a copy brings. */
final class Blanks {

  private Blanks() {}

  static String strip(String text) {
    int begin = 0;
    int end = text.length();
    while (begin < end && isBlank(text.charAt(begin))) {
      begin++;
    }
    while (begin < end && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(begin, end);
  }

  private static boolean isBlank(char character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || character == '\uFEFF'
        || (character >= '\u200B' && character <= '\u200D')
        || character == '\u2060';
  }
}
