package io.flowforge.text;

/** The reduction of text from outside to one line that a log can show. */
public final class OneLine {

  private OneLine() {}

  /** Returns the text with each run of characters that are neither plain nor tabs as one blank. */
  public static String of(String text) {
    var line = new StringBuilder(text.length());
    boolean isInRun = false;
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      int codePoint = text.codePointAt(at);
      if (codePoint == '\t' || CharacterKind.of(codePoint) == CharacterKind.PLAIN) {
        line.appendCodePoint(codePoint);
        isInRun = false;
      } else if (!isInRun) {
        line.append(' ');
        isInRun = true;
      }
    }
    return line.toString();
  }
}
