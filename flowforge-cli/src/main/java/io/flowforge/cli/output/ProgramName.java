package io.flowforge.cli.output;

/** The word with which the person at this machine starts {@code flowforge}. */
public final class ProgramName {

  /** Set by the launcher. */
  private static final String PROPERTY = "flowforge.command";

  private ProgramName() {}

  /** Returns it as a person would paste it into a shell. */
  public static String forShell() {
    return ShellWord.of(System.getProperty(PROPERTY, "./flowforge"));
  }
}
