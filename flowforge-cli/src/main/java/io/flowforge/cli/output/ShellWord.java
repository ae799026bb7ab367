package io.flowforge.cli.output;

import io.flowforge.scan.CharacterSet;

/** Text as one word of a shell. */
public final class ShellWord {

  private static final CharacterSet PLAIN = CharacterSet.of("A-Za-z0-9._/:=@%+,-");

  private ShellWord() {}

  /** Returns the text, quoted if it has to be. */
  public static String of(String text) {
    return !text.isEmpty() && PLAIN.containsAll(text) ? text : quoted(text);
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
