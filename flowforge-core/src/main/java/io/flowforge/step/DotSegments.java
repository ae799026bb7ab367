package io.flowforge.step;

import org.jspecify.annotations.Nullable;

/**
 * Finds the segments {@code .} and {@code ..} in paths. Some servers decode a path before they
 * resolve these segments, so percent-encoded characters count as decoded, and a backslash counts as
 * a slash.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4">RFC 3986, 5.2.4</a>
 */
final class DotSegments {

  /** The length of a percent-encoded character. */
  private static final int ENCODED_LENGTH = 3;

  private static final int MAX_DOTS = 2;

  private @Nullable String first;
  private int count;

  /** The number of dots in the current segment; too many if it has other characters. */
  private int dots;

  private DotSegments() {}

  /** Returns the first dot segment of a path that is not encoded, or an empty string. */
  static String firstIn(CharSequence path) {
    var segments = new DotSegments();
    for (int i = 0; i < path.length(); i++) {
      segments.add(path.charAt(i));
    }
    segments.endSegment();
    return segments.first == null ? "" : segments.first;
  }

  /** Counts the dot segments of a path, encoded or not. */
  static int countIn(CharSequence path) {
    var segments = new DotSegments();
    int at = 0;
    while (at < path.length()) {
      char decoded = decoded(path, at);
      segments.add(decoded);
      at += decoded == path.charAt(at) ? 1 : ENCODED_LENGTH;
    }
    segments.endSegment();
    return segments.count;
  }

  private void add(char character) {
    switch (character) {
      case '/', '\\' -> endSegment();
      case '.' -> dots++;
      default -> dots = MAX_DOTS + 1;
    }
  }

  private void endSegment() {
    if (dots > 0 && dots <= MAX_DOTS) {
      count++;
      if (first == null) {
        first = ".".repeat(dots);
      }
    }
    dots = 0;
  }

  /** Returns the dot, slash or backslash that is encoded at a position; else its character. */
  private static char decoded(CharSequence path, int at) {
    if (path.charAt(at) != '%' || at + ENCODED_LENGTH > path.length()) {
      return path.charAt(at);
    }
    return switch (path.subSequence(at + 1, at + ENCODED_LENGTH).toString()) {
      case "2e", "2E" -> '.';
      case "2f", "2F" -> '/';
      case "5c", "5C" -> '\\';
      default -> '%';
    };
  }
}
