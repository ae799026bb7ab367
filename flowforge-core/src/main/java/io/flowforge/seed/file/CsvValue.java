package io.flowforge.seed.file;

import io.flowforge.text.Blanks;
import io.flowforge.scan.CharacterSet;
import io.flowforge.text.CharacterKind;
import java.util.Locale;

/**
 * A reader of the value of one field. It mends what spreadsheets and web pages add to values, and
 * says so; what cannot be mended with certainty is a problem.
 */
record CsvValue(String place, String column, Problems problems) {

  private static final int MAX_EMAIL = 254;
  private static final String MAILTO = "mailto:";

  /** Only this many digits survive in a spreadsheet. */
  private static final int DIGITS_OF_A_SPREADSHEET = 15;

  private static final CharacterSet EXPONENT = CharacterSet.of("Ee");
  private static final CharacterSet MANTISSA = CharacterSet.of("0-9.,");

  String identifier(CsvField field, int maxLength) {
    String value = withoutFormula(withoutBlanks(field));
    if (value.length() > 1
        && value.startsWith("'")
        && CharacterSet.DIGITS.containsAll(value.substring(1))) {
      value = mended(value.substring(1), "the apostrophe before the number was left out");
    }
    requireOneLine(value);
    requireVisible(value);
    requireLength(value, maxLength);
    requireExact(value, field.isQuoted());
    return value;
  }

  String name(CsvField field, int maxLength) {
    String value = withoutFormula(withoutBlanks(field));
    String spaced = withPlainSpaces(value);
    if (!spaced.equals(value)) {
      value =
          mended(
              spaced,
              "line breaks, unusual spaces and invisible characters within it were replaced");
    }
    requireOneLine(value);
    requireLength(value, maxLength);
    requireExact(value, true);
    return value;
  }

  String email(CsvField field) {
    String value = withoutFormula(withoutBlanks(field));
    if (value.toLowerCase(Locale.ROOT).startsWith(MAILTO)) {
      value = mended(Blanks.strip(value.substring(MAILTO.length())), "'mailto:' was left out");
    }
    requireOneLine(value);
    requireVisible(value);
    requireLength(value, MAX_EMAIL);
    return value;
  }

  /** Returns the value unchanged, or reports what is probably not part of it. */
  String secret(CsvField field, int maxLength) {
    String value = field.text();
    if (!field.isQuoted() && Blanks.strip(value).isEmpty()) {
      return "";
    }
    if (field.isPadded()) {
      mended("the blanks before its opening quote were left out");
    }
    requireOneLine(value);
    requireLength(value, maxLength);
    requireExact(value, true);
    String stripped = Blanks.strip(value);
    if (!stripped.equals(withoutSpaces(value))) {
      problem("has invisible characters at its edges; remove them");
    } else if (!field.isQuoted() && !stripped.equals(value)) {
      problem("has spaces at its edges; remove them, or put the value in quotes");
    }
    return value;
  }

  private String withoutBlanks(CsvField field) {
    if (field.isPadded()) {
      mended("the blanks before its opening quote were left out");
    }
    String value = Blanks.strip(field.text());
    if (!value.equals(field.text().strip())) {
      mended(value, "invisible characters around it were left out");
    }
    return value;
  }

  /** Removes what makes a spreadsheet take digits as a text: {@code ="0123"}. */
  private String withoutFormula(String value) {
    return value.length() > 3 && value.startsWith("=\"") && value.endsWith("\"")
        ? mended(value.substring(2, value.length() - 1), "the formula around it was left out")
        : value;
  }

  private static String withPlainSpaces(String value) {
    var spaced = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char character = value.charAt(i);
      boolean isLayout = character == '\n' || character == '\r' || character == '\t';
      if (isLayout || (Character.isSpaceChar(character) && character != ' ')) {
        boolean isSecond = !spaced.isEmpty() && spaced.charAt(spaced.length() - 1) == ' ';
        spaced.append(isSecond ? "" : " ");
      } else if (!isIgnorable(character)) {
        spaced.append(character);
      }
    }
    return spaced.toString();
  }

  /** Returns whether the character means nothing in a word, unlike a joiner. */
  private static boolean isIgnorable(char character) {
    return character == '\u200B'
        || character == '\u2060'
        || character == '\uFEFF'
        || character == '\u00AD';
  }

  private static String withoutSpaces(String value) {
    int begin = 0;
    int end = value.length();
    while (begin < end && value.charAt(begin) == ' ') {
      begin++;
    }
    while (begin < end && value.charAt(end - 1) == ' ') {
      end--;
    }
    return value.substring(begin, end);
  }

  private void requireLength(String value, int maxLength) {
    int length = value.codePointCount(0, value.length());
    if (length > maxLength) {
      problem("has %d characters; shorten it to %d".formatted(length, maxLength));
    }
  }

  private void requireOneLine(String value) {
    if (value.chars().anyMatch(Character::isISOControl)) {
      problem(
          "contains a line break or another control character; remove it, or close the quote that"
              + " is open");
    } else if (value.codePoints().anyMatch(one -> CharacterKind.of(one) != CharacterKind.PLAIN)) {
      problem("contains a character that breaks lines or reorders text; remove it");
    }
  }

  private void requireVisible(String value) {
    for (int i = 0; i < value.length(); i++) {
      char character = value.charAt(i);
      boolean isReported = CharacterKind.of(character) != CharacterKind.PLAIN;
      if (character != ' ' && Blanks.contains(character) && !isReported) {
        problem(
            String.format(
                Locale.ROOT,
                "contains the invisible character U+%04X; remove it",
                (int) character));
        return;
      }
    }
  }

  /**
   * Reports a number that a spreadsheet has rounded.
   *
   * @param isText whether the field cannot be a long number that was rounded and shown in full
   */
  private void requireExact(String value, boolean isText) {
    int exponent = EXPONENT.indexIn(value, 0);
    boolean isScientific =
        exponent > 0
            && exponent + 2 < value.length()
            && MANTISSA.containsAll(value.substring(0, exponent))
            && hasExponent(value, exponent + 1);
    boolean isPadded =
        !isText
            && value.length() > DIGITS_OF_A_SPREADSHEET + 3
            && CharacterSet.DIGITS.containsAll(value)
            && CharacterSet.of("0").containsAll(value.substring(DIGITS_OF_A_SPREADSHEET));
    if (isScientific || isPadded) {
      problem(
          "has a number that a spreadsheet has rounded; format the column as text, and enter the"
              + " value again"
              + (isPadded ? ", or put it in quotes if it really ends with zeros" : ""));
    }
  }

  /** Returns whether digits follow, with a sign or after a fraction; ids such as 65e20 are ids. */
  private static boolean hasExponent(String value, int at) {
    boolean isSigned = value.charAt(at) == '+' || value.charAt(at) == '-';
    boolean isFraction = !CharacterSet.DIGITS.containsAll(value.substring(0, at - 1));
    return (isSigned || isFraction)
        && CharacterSet.DIGITS.containsAll(value.substring(isSigned ? at + 1 : at));
  }

  /** Notes how the value was mended; does not show it, because columns may be mixed up. */
  private String mended(String value, String how) {
    mended(how);
    return value;
  }

  private void mended(String how) {
    problems.mended(place, "column '%s': %s".formatted(column, how));
  }

  private void problem(String problem) {
    problems.add(place, "column '%s' %s".formatted(column, problem));
  }
}
