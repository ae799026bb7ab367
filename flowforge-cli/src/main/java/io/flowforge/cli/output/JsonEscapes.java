package io.flowforge.cli.output;

import io.flowforge.text.CharacterKind;

/** The escapes of characters in JSON that could control a terminal, and that JSON allows. */
final class JsonEscapes {

  private static final int END_OF_ASCII = 0x7f;

  private JsonEscapes() {}

  /** Returns the same JSON with escapes for control characters and invisible formatting marks. */
  static String ofUnsafe(String json) {
    var escaped = new StringBuilder(json.length());
    json.codePoints()
        .forEach(
            codePoint -> {
              // JSON itself escapes those of ASCII, but for delete.
              if (codePoint < END_OF_ASCII || CharacterKind.of(codePoint) == CharacterKind.PLAIN) {
                escaped.appendCodePoint(codePoint);
              } else {
                for (char unit : Character.toChars(codePoint)) {
                  escaped.append("\\u%04x".formatted((int) unit));
                }
              }
            });
    return escaped.toString();
  }
}
