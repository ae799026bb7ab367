package io.flowforge.text;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The limit of a string that is stored.
 *
 * @param maxCharacters the maximum length in Unicode code points
 * @param isOneLine whether only plain characters are allowed; otherwise everything but U+0000 and
 *     halves of surrogate pairs, which the stores cannot hold
 */
public record TextLimit(int maxCharacters, boolean isOneLine) {

  /** The limit of the names of people and things. */
  public static final TextLimit NAME = new TextLimit(200, true);

  /** The limit of descriptions and remarks. */
  public static final TextLimit TEXT = new TextLimit(10_000, false);

  /**
   * Returns all problems of a string, one sentence each and at most one of each kind: its length,
   * and the kinds of characters that it must not contain, with the place of the first.
   *
   * @param field the field as the messages name it, such as {@code steps[2].step_name}
   */
  public List<String> problemsOf(String field, String text) {
    List<String> problems = new ArrayList<>();
    int length = text.codePointCount(0, text.length());
    if (length > maxCharacters) {
      problems.add(
          "field '%s' must have at most %d characters; it has %d"
              .formatted(field, maxCharacters, length));
    }
    Set<CharacterKind> found = EnumSet.noneOf(CharacterKind.class);
    int position = 0;
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      position++;
      int codePoint = text.codePointAt(at);
      CharacterKind kind = CharacterKind.of(codePoint);
      if (isRefused(codePoint, kind) && found.add(kind)) {
        problems.add(
            String.format(
                Locale.ROOT,
                "field '%s' must not contain %s; character %d is U+%04X",
                field,
                kind.plural(),
                position,
                codePoint));
      }
    }
    return problems;
  }

  private boolean isRefused(int codePoint, CharacterKind kind) {
    return isOneLine
        ? kind != CharacterKind.PLAIN
        : codePoint == 0 || kind == CharacterKind.SURROGATE;
  }
}
