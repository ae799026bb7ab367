package io.flowforge.server.json;

import com.fasterxml.jackson.core.JsonStreamContext;
import io.flowforge.error.InvalidException;

/** Checks the characters of strings and names, which the stores must be able to keep. */
final class StringCheck {

  private StringCheck() {}

  /**
   * Checks a string or a name.
   *
   * @param place where it is
   * @throws InvalidException if it contains NUL, which PostgreSQL cannot store, or half of a
   *     surrogate pair, which has no encoding in UTF-8
   */
  static void check(CharSequence text, JsonStreamContext place) {
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      if (next == '\0') {
        throw new InvalidException(
            "the request body contains a NUL character (\\u0000) at '%s'; remove it"
                .formatted(pathOf(place)));
      }
      if (Character.isHighSurrogate(next)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(next)) {
        throw new InvalidException(
            "the request body contains half of a surrogate pair (\\u%04x) at '%s'; remove it, or send both halves"
                .formatted((int) next, pathOf(place)));
      }
    }
  }

  /** Returns the path in the form of {@link io.flowforge.json.Json#pathOf}. */
  private static String pathOf(JsonStreamContext place) {
    if (place.inRoot()) {
      return "";
    }
    JsonStreamContext parent = place.getParent();
    String before = parent == null ? "" : pathOf(parent);
    if (place.inArray()) {
      return before + "[" + place.getCurrentIndex() + "]";
    }
    String name = String.valueOf(place.getCurrentName());
    return before.isEmpty() ? name : before + "." + name;
  }
}
