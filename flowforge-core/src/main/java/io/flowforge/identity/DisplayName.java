package io.flowforge.identity;

import io.flowforge.error.InvalidException;
import org.jspecify.annotations.Nullable;

/** The name of a person or an organization: one line of text that shows. */
public record DisplayName(String text) {

  /** In characters as people count them, not as Java does. */
  public static final int MAX_LENGTH = 200;

  /**
   * The name without the blanks around it.
   *
   * @param field how the fault names the field
   * @throws InvalidException when it is missing, blank, too long, or holds what does not show
   */
  public static DisplayName of(String field, @Nullable String given) {
    String name = given == null ? "" : given.strip();
    if (name.codePoints().noneMatch(DisplayName::shows)) {
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
   * Refuses a text that is not one line: for whatever is shown in lines of a log, or as a key.
   *
   * @param field how the fault names the field
   * @throws InvalidException when it holds line ends or other control characters, or a half of a
   *     surrogate pair
   */
  public static void refuseControls(String field, String text) {
    if (text.codePoints().anyMatch(DisplayName::isControl)) {
      throw new InvalidException("field '" + field + "' must not hold control characters");
    }
  }

  /** Blanks of all widths do not, nor do the marks that only tell how to write. */
  private static boolean shows(int codePoint) {
    return !Character.isWhitespace(codePoint)
        && !Character.isSpaceChar(codePoint)
        && Character.getType(codePoint) != Character.FORMAT;
  }

  /** Line ends of all kinds among them, and halves of pairs, which PostgreSQL could not keep. */
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
