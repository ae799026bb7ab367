package io.flowforge.step.preview;

/**
 * The size of a preview, in bytes of JSON. It is bounded: each text has a maximum of its own, and
 * all of them together have one. Not thread-safe.
 */
final class PreviewSize {

  /** The maximum of a body. */
  static final int MAX_BODY = 64 * 1024;

  /** The maximum of any other text. */
  static final int MAX_TEXT = 8 * 1024;

  /** The maximum of all texts; keys and punctuation are little beside them. */
  static final int MAX_TOTAL = 960 * 1024;

  private static final String ELLIPSIS = "…";

  private int left = MAX_TOTAL;

  /** Returns the text; if it is too long, its beginning and an ellipsis. */
  String take(String text, int max) {
    int size = 0;
    int at = 0;
    int allowed = Math.min(max, left);
    while (at < text.length()) {
      int codePoint = text.codePointAt(at);
      size += sizeOf(codePoint);
      if (size > allowed) {
        left -= allowed;
        return text.substring(0, at) + ELLIPSIS;
      }
      at += Character.charCount(codePoint);
    }
    left -= size;
    return text;
  }

  /** Returns whether there is no room for another step. */
  boolean isUsedUp() {
    return left <= 0;
  }

  private static int sizeOf(int codePoint) {
    if (codePoint < ' ') {
      return 6;
    }
    if (codePoint < 0x80) {
      return codePoint == '"' || codePoint == '\\' ? 2 : 1;
    }
    return codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }
}
