package io.flowforge.step;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the segments {@code .} and {@code ..} in paths. Some servers decode a path before they
 * resolve these segments, so percent-encoded characters count as decoded, and a backslash counts as
 * a slash.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4">RFC 3986, 5.2.4</a>
 */
final class DotSegments {

  /** The lookahead leaves a closing slash to the next segment. */
  private static final Pattern DOTS = Pattern.compile("(?:^|[/\\\\])(\\.\\.?)(?=[/\\\\]|\\z)");

  private static final Pattern ENCODED = Pattern.compile("(?i)%(2e|2f|5c)");

  private DotSegments() {}

  /** Returns the first dot segment of a path that is not encoded, or an empty string. */
  static String firstIn(String path) {
    Matcher dots = DOTS.matcher(path);
    return dots.find() ? dots.group(1) : "";
  }

  /** Counts the dot segments of a path, encoded or not. */
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
