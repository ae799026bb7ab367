package io.flowforge.identity;

import io.flowforge.error.InvalidException;
import io.flowforge.text.TextLimit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The name of a person or an organization: one line with visible characters. */
public record DisplayName(String text) {

  /**
   * Returns the name without surrounding whitespace.
   *
   * @param field the name of the field, for the message
   * @throws InvalidException if the name is missing, blank, too long, or not one line
   */
  public static DisplayName of(String field, @Nullable String given) {
    String name = given == null ? "" : given.strip();
    if (name.codePoints().noneMatch(DisplayName::isVisible)) {
      throw new InvalidException("missing required field: '" + field + "'");
    }
    InvalidException.throwIfAny(TextLimit.NAME.problemsOf(field, name));
    return new DisplayName(name);
  }

  /** Returns the name, or empty if {@link #of} would refuse it. */
  public static Optional<DisplayName> find(String given) {
    String name = given.strip();
    boolean isName =
        name.codePoints().anyMatch(DisplayName::isVisible)
            && TextLimit.NAME.problemsOf("name", name).isEmpty();
    return isName ? Optional.of(new DisplayName(name)) : Optional.empty();
  }

  /** Returns false for whitespace of any width and for formatting marks. */
  private static boolean isVisible(int codePoint) {
    return !Character.isWhitespace(codePoint)
        && !Character.isSpaceChar(codePoint)
        && Character.getType(codePoint) != Character.FORMAT;
  }
}
