package io.flowforge.step.http.url;

import io.flowforge.scan.CharacterSet;
import io.flowforge.uri.PercentEncoding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The characters of paths, queries and fragments.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-3.3">RFC 3986, 3.3 to 3.5</a>
 */
final class UrlCharacters {

  private static final CharacterSet UNSAFE = CharacterSet.of("\u0000- \"<>\\^`{|}\u007f-\u00a0");
  private static final CharacterSet BRACKETS = CharacterSet.of("[]");
  private static final CharacterSet HEXADECIMAL = CharacterSet.of("0-9a-fA-F");

  private UrlCharacters() {}

  /** Returns the problems of what follows the authority, one for each character. */
  static List<String> problemsOf(String url, int from) {
    List<String> problems = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    boolean isPath = true;
    boolean isFragment = false;
    for (int i = from; i < url.length(); i += Character.charCount(url.codePointAt(i))) {
      int character = url.codePointAt(i);
      boolean isSecondHash = character == '#' && isFragment;
      isPath &= character != '?' && character != '#';
      isFragment |= character == '#';
      boolean isWrong =
          isSecondHash
              || isUnsafe(character)
              || (isPath && character < 128 && BRACKETS.contains((char) character));
      if (character == '%' && !isEscape(url, i) && seen.add(character)) {
        problems.add(
            "'%%' at character %d is not followed by two hexadecimal digits; write %%25 for a percent sign"
                .formatted(i + 1));
      } else if (isWrong && seen.add(character)) {
        problems.add(problemOf(character, i));
      }
    }
    return problems;
  }

  private static boolean isUnsafe(int character) {
    return character <= Character.MAX_VALUE
        ? UNSAFE.contains((char) character) || isSeparator(character)
        : isSeparator(character);
  }

  /** Includes blanks of all widths, which java.net.URI rejects as it does control characters. */
  private static boolean isSeparator(int character) {
    return Character.isSpaceChar(character)
        || Character.isISOControl(character)
        || Character.getType(character) == Character.SURROGATE;
  }

  private static boolean isEscape(String url, int percent) {
    return percent + 2 < url.length()
        && HEXADECIMAL.containsAll(url.substring(percent + 1, percent + 3));
  }

  private static String problemOf(int character, int index) {
    String text = Character.toString(character);
    String shown =
        character == ' '
            ? "a blank"
            : isSeparator(character) ? "U+%04X".formatted(character) : "'" + text + "'";
    String cure =
        character == '{' || character == '}'
            ? "placeholders are written ${name}; write %s for a brace"
                .formatted(PercentEncoding.encode(text))
            : "write " + PercentEncoding.encode(text);
    return "%s at character %d is not allowed in a URL; %s".formatted(shown, index + 1, cure);
  }
}
