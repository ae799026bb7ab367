package io.flowforge.step;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Segments of a path that stand for this folder or the one above. Some servers decode a path before
 * they resolve them, so what is percent-encoded counts as what it stands for, and a backslash as a
 * slash.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4">RFC 3986, 5.2.4</a>
 */
final class DotSegments {

  /** The slash behind it may be the one before the next. */
  private static final Pattern DOTS = Pattern.compile("(?:^|[/\\\\])(\\.\\.?)(?=[/\\\\]|\\z)");

  private static final Pattern ENCODED = Pattern.compile("(?i)%(2e|2f|5c)");

  private DotSegments() {}

  /** The first of them, or the empty text. */
  static String firstIn(String path) {
    Matcher dots = DOTS.matcher(path);
    return dots.find() ? dots.group(1) : "";
  }

  /** How many there are. */
  static long countIn(String path) {
    String decoded =
        ENCODED
            .matcher(path)
            .replaceAll(
                match ->
                    Matcher.quoteReplacement(
                        Character.toString(Integer.parseInt(match.group(1), 16))));
    return DOTS.matcher(decoded).results().count();
  }
}
