package io.flowforge.redaction;

import java.util.Locale;

/**
 * The words of a name. A word ends at a character that is neither letter nor number, before a
 * capital letter, as in {@code authToken} and {@code HTTPToken}, and between scripts, as in {@code
 * アクセスtoken}.
 */
final class NameWords {

  private NameWords() {}

  /** Returns the words in lower case, with a dash before, between and after them. */
  static String of(String name) {
    int[] letters = name.codePoints().toArray();
    var words = new StringBuilder(letters.length + 2).append('-');
    for (int i = 0; i < letters.length; i++) {
      if (!isPartOfWord(letters[i])) {
        dash(words);
        continue;
      }
      if (i > 0 && isBoundary(letters, i)) {
        dash(words);
      }
      words.appendCodePoint(letters[i]);
    }
    dash(words);
    return words.toString().toLowerCase(Locale.ROOT);
  }

  private static void dash(StringBuilder words) {
    if (words.charAt(words.length() - 1) != '-') {
      words.append('-');
    }
  }

  private static boolean isBoundary(int[] letters, int at) {
    int before = letters[at - 1];
    int here = letters[at];
    boolean isBeforeLower = at + 1 < letters.length && isLower(letters[at + 1]);
    return (isUpper(here) && (isLower(before) || isNumber(before)))
        || (isUpper(here) && isUpper(before) && isBeforeLower)
        || isAscii(before) != isAscii(here);
  }

  private static boolean isPartOfWord(int codePoint) {
    return Character.isLetter(codePoint) || isNumber(codePoint) || isMark(codePoint);
  }

  private static boolean isMark(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }

  private static boolean isNumber(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
      default -> false;
    };
  }

  private static boolean isLower(int codePoint) {
    return Character.getType(codePoint) == Character.LOWERCASE_LETTER;
  }

  private static boolean isUpper(int codePoint) {
    return Character.getType(codePoint) == Character.UPPERCASE_LETTER;
  }

  /** Returns whether the character is a letter or a digit of ASCII. */
  private static boolean isAscii(int codePoint) {
    return codePoint < 128 && Character.isLetterOrDigit(codePoint);
  }
}
