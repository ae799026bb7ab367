package io.flowforge.cli.output;

import java.io.PrintWriter;
import java.util.List;

/** Commands to be pasted into a shell, broken so that they fit the terminal. */
final class CommandLines {

  private static final String INDENT = "  ";
  private static final String CONTINUED = " \\";

  private final PrintWriter out;
  private final int width;

  CommandLines(PrintWriter out, int width) {
    this.out = out;
    this.width = width;
  }

  /**
   * Prints a command.
   *
   * @param words words, or groups of words that stay on one line
   */
  void print(List<String> words) {
    var line = new StringBuilder(INDENT).append(words.getFirst());
    for (String word : words.subList(1, words.size())) {
      if (line.length() + 1 + word.length() + CONTINUED.length() > width) {
        out.println(line + CONTINUED);
        line = new StringBuilder(INDENT + INDENT + word);
      } else {
        line.append(' ').append(word);
      }
    }
    out.println(line);
  }
}
