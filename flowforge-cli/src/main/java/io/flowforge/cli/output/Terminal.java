package io.flowforge.cli.output;

import java.util.Map;

/**
 * What is known about the terminal. The launcher tells it in the environment, because Java cannot
 * tell standard output and standard error apart.
 *
 * @param width the number of columns to use
 * @param isOut whether standard output is a terminal
 * @param isErr whether standard error is a terminal
 * @param hasColors whether terminals should show colors
 */
public record Terminal(int width, boolean isOut, boolean isErr, boolean hasColors) {

  /** The descriptors that are terminals, such as {@code 12}; the launcher always sets it. */
  private static final String DESCRIPTORS = "FLOWFORGE_TERMINAL";

  /** The width of text that goes to a file or another program. */
  private static final int DEFAULT_WIDTH = 80;

  /** Below, columns of text have no room (and picocli refuses); above, lines are hard to read. */
  private static final int MIN_WIDTH = 55;

  private static final int MAX_WIDTH = 120;
  private static final int MAX_DIGITS = 4;

  /**
   * Returns the terminal that the variables describe.
   *
   * @see <a href="https://no-color.org">NO_COLOR</a>
   */
  public static Terminal of(Map<String, String> environment) {
    String descriptors = environment.getOrDefault(DESCRIPTORS, "");
    String type = environment.getOrDefault("TERM", "");
    boolean isUnwanted = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(
        width(environment.getOrDefault("COLUMNS", "")),
        descriptors.contains("1"),
        descriptors.contains("2"),
        !isUnwanted && !type.isEmpty() && !type.equals("dumb"));
  }

  /** Returns whether to write colors to standard output. */
  public boolean colorsOut() {
    return isOut && hasColors;
  }

  /** Returns whether to write colors to standard error. */
  public boolean colorsErr() {
    return isErr && hasColors;
  }

  private static int width(String columns) {
    boolean isNumber =
        !columns.isEmpty()
            && columns.length() <= MAX_DIGITS
            && columns.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    return isNumber ? Math.clamp(Integer.parseInt(columns), MIN_WIDTH, MAX_WIDTH) : DEFAULT_WIDTH;
  }
}
