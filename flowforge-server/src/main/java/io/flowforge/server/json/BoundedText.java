package io.flowforge.server.json;

/**
 * Text that is limited by its size as a JSON string, in which one character can take twelve bytes.
 */
final class BoundedText {

  private static final char CUT = '…';
  private static final int CUT_BYTES = 3;
  private static final int REPLACEMENT = 0xFFFD;

  private BoundedText() {}

  /**
   * Returns the text, or as many of its characters as fit and an ellipsis. Halves of surrogate
   * pairs, which cannot be encoded, are replaced.
   */
  static String of(String text, int maxBytes) {
    var bounded = new StringBuilder(Math.min(text.length(), maxBytes));
    int bytes = 0;
    // Where the text ends if an ellipsis must fit, too.
    int cut = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int codePoint = encodable(text.codePointAt(i));
      bytes += encodedBytes(codePoint);
      if (bytes > maxBytes) {
        bounded.setLength(cut);
        return bounded.append(CUT).toString();
      }
      bounded.appendCodePoint(codePoint);
      if (bytes <= maxBytes - CUT_BYTES) {
        cut = bounded.length();
      }
    }
    return bounded.toString();
  }

  private static int encodable(int codePoint) {
    boolean isHalf = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    return isHalf ? REPLACEMENT : codePoint;
  }

  private static int encodedBytes(int codePoint) {
    if (codePoint < ' ') {
      return 6;
    }
    if (codePoint == '"' || codePoint == '\\') {
      return 2;
    }
    if (codePoint < 0x80) {
      return 1;
    }
    if (codePoint < 0x800) {
      return 2;
    }
    // Jackson writes the others as two escapes.
    return codePoint < Character.MIN_SUPPLEMENTARY_CODE_POINT ? 3 : 12;
  }
}
