package io.flowforge.identity;

import io.flowforge.error.InvalidException;
import org.jspecify.annotations.Nullable;

/** The name of a person or an organization: one line with visible characters. */
public record DisplayName(String text) {

  /** The maximum length in Unicode code points. */
  public static final int MAX_LENGTH = 200;

  /**
   * Returns the name without surrounding whitespace.
   *
   * @param field the name of the field, for the message
   * @throws InvalidException if the name is missing, blank, too long, or contains control
   *     characters
   */
  public static DisplayName of(String field, @Nullable String given) {
    String name = given == null ? "" : given.strip();
    if (name.codePoints().noneMatch(DisplayName::isVisible)) {
      throw new InvalidException("missing required field: '" + field + "'");
    }
    if (name.codePointCount(0, name.length()) > MAX_LENGTH) {
      throw new InvalidException(
          "field '%s' must have at most %d characters".formatted(field, MAX_LENGTH));
    }
    refuseControls(field, name);
    return new DisplayName(name);
  }

  /**
   * Rejects a string that could not be shown on one line of a log.
   *
   * @param field the name of the field, for the message
   * @throws InvalidException if the string contains line breaks or other control characters, or
   *     half of a surrogate pair
   */
  public static void refuseControls(String field, String text) {
    if (text.codePoints().anyMatch(DisplayName::isControl)) {
      throw new InvalidException("field '" + field + "' must not contain control characters");
    }
  }

  /** Returns false for whitespace of any width and for formatting marks. */
  private static boolean isVisible(int codePoint) {
    return !Character.isWhitespace(codePoint)
        && !Character.isSpaceChar(codePoint)
        && Character.getType(codePoint) != Character.FORMAT;
  }

  /** Includes all line breaks, and halves of surrogate pairs, which PostgreSQL cannot store. */
  private static boolean isControl(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
