package io.flowforge.text;

/** The characters that nobody sees at the edges of a value: whitespace, and what formats text. */
public final class Blanks {

  private Blanks() {}

  public static boolean contains(char character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || isInvisible(character);
  }

  /** Returns whether the character has no width: soft hyphens, joiners, and marks of direction. */
  public static boolean isInvisible(char character) {
    return character == '\u00AD'
        || character == '\u061C'
        || character == '\u180E'
        || (character >= '\u200B' && character <= '\u200F')
        || (character >= '\u202A' && character <= '\u202E')
        || (character >= '\u2060' && character <= '\u206F')
        || character == '\uFEFF';
  }

  /** Returns the text without these characters at its edges. */
  public static String strip(String text) {
    int begin = 0;
    int end = text.length();
    while (begin < end && contains(text.charAt(begin))) {
      begin++;
    }
    while (begin < end && contains(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(begin, end);
  }
}
