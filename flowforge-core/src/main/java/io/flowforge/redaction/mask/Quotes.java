package io.flowforge.redaction.mask;

/**
 * Quotes in a text, in which a string may contain another one with escaped quotes, and so on: the
 * quotes of the string at level n have 2ⁿ - 1 backslashes.
 */
record Quotes(String text) {

  boolean isQuote(int at) {
    return at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'');
  }

  /** Returns the index of the quote that ends the string that begins at a quote; or the length. */
  int end(int begin) {
    int level = level(begin);
    int at = begin + 1;
    while (at < text.length() && (text.charAt(at) != text.charAt(begin) || level(at) > level)) {
      at++;
    }
    return at;
  }

  /** Returns the index of the first of the backslashes that escape a quote at its level. */
  int beginOfEscape(int quote) {
    return Math.max(0, quote - ((1 << level(quote)) - 1));
  }

  /** Returns the level: the number of ones at the end of the binary number of backslashes. */
  private int level(int quote) {
    int at = quote;
    while (at > 0 && text.charAt(at - 1) == '\\') {
      at--;
    }
    return Integer.numberOfTrailingZeros(~(quote - at));
  }
}
