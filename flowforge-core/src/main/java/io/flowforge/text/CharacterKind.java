package io.flowforge.text;

/** The kinds of characters that matter where text is stored or shown. */
public enum CharacterKind {
  /** A line feed, carriage return or tab. */
  LAYOUT("line breaks or tabs"),
  /** A control character of C0 (except layout) or C1, or U+007F. */
  CONTROL("control characters"),
  /** U+2028 or U+2029, at which some viewers begin a line. */
  SEPARATOR("line or paragraph separators"),
  /** A character that embeds, overrides or isolates the direction of the text after it. */
  DIRECTION("characters that reorder text"),
  /** Half of a surrogate pair, which neither UTF-8 nor a store can hold. */
  SURROGATE("halves of surrogate pairs"),
  /** Any other character. Marks such as U+200D or U+200F belong to words and count as plain. */
  PLAIN("characters");

  private final String plural;

  CharacterKind(String plural) {
    this.plural = plural;
  }

  /** Returns the kind of a code point; a surrogate passed on its own is half of a pair. */
  public static CharacterKind of(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL ->
          codePoint == '\n' || codePoint == '\r' || codePoint == '\t' ? LAYOUT : CONTROL;
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> SEPARATOR;
      case Character.SURROGATE -> SURROGATE;
      default -> isDirection(codePoint) ? DIRECTION : PLAIN;
    };
  }

  /** Returns whether a text has a character of this kind. */
  public boolean isIn(String text) {
    return text.codePoints().anyMatch(codePoint -> of(codePoint) == this);
  }

  private static boolean isDirection(int codePoint) {
    return (codePoint >= 0x202A && codePoint <= 0x202E)
        || (codePoint >= 0x2066 && codePoint <= 0x2069);
  }

  /** Returns the words that complete "must not contain ...". */
  String plural() {
    return plural;
  }
}
