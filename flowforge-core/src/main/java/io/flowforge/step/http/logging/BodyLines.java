package io.flowforge.step.http.logging;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a body into lines of a log. Each line of a body with several is marked, so that it cannot
 * be mistaken for a line of Flowforge's own. Not thread-safe.
 */
public final class BodyLines {

  private static final String MARK = "| ";
  private static final String CUT = "…";

  /** The maximum number of lines of one body. */
  private static final int MAX_LINES = 100;

  /** The length at which a line continues on the next one, in characters. */
  private static final int MAX_LINE = 2_000;

  private final List<String> lines = new ArrayList<>();
  private final StringBuilder line = new StringBuilder();
  private int bytes;

  private BodyLines() {}

  /**
   * Returns the lines for a body without secrets.
   *
   * @param label the words before the body
   * @param maxBytes the number of bytes of UTF-8 after which an ellipsis replaces the rest
   * @param isWhole whether the body ends with the text
   */
  public static List<String> of(String label, String text, int maxBytes, boolean isWhole) {
    var body = new BodyLines();
    String stripped = text.stripTrailing();
    boolean isAll = body.add(stripped, maxBytes);
    if (!isAll || !isWhole) {
      body.line.append(CUT);
    }
    body.endLine();
    if (body.lines.size() == 1) {
      return List.of(label + ": " + body.lines.getFirst());
    }
    List<String> marked = new ArrayList<>(List.of(label + ":"));
    body.lines.forEach(line -> marked.add(MARK + line));
    return marked;
  }

  /** Adds a text up to the maximum, and tests whether that was all. */
  private boolean add(String text, int maxBytes) {
    int at = 0;
    while (at < text.length()) {
      int character = text.codePointAt(at);
      int length = Character.charCount(character);
      boolean isBreak = character == '\n' || character == '\r';
      if (character == '\r' && text.startsWith("\n", at + 1)) {
        length++;
      }
      String visible = isBreak ? "" : visible(character);
      bytes += isBreak ? 1 : utf8Length(visible);
      if (bytes > maxBytes || lines.size() == MAX_LINES) {
        return false;
      }
      if (isBreak || line.length() + visible.length() > MAX_LINE) {
        endLine();
      }
      line.append(visible);
      at += length;
    }
    return true;
  }

  private void endLine() {
    lines.add(line.toString());
    line.setLength(0);
  }

  /** Returns a character, or an escape sequence for one that is invisible or changes the line. */
  private static String visible(int character) {
    if (character == '\t') {
      return " ";
    }
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          "\\u%04x".formatted(character);
      case Character.FORMAT ->
          isJoiner(character)
              ? Character.toString(character)
              : Character.isBmpCodePoint(character)
                  ? "\\u%04x".formatted(character)
                  : "\\u{%x}".formatted(character);
      default -> Character.toString(character);
    };
  }

  /** Joiners are parts of words in some scripts, and of emojis. */
  private static boolean isJoiner(int character) {
    return character == 0x200c || character == 0x200d;
  }

  private static int utf8Length(String text) {
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Each half of a surrogate pair counts as two of its four bytes.
      length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return length;
  }
}
