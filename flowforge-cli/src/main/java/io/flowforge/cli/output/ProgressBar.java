package io.flowforge.cli.output;

import io.flowforge.seed.provider.CreationProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;

/**
 * The progress of the creation of users: a bar on a terminal, and elsewhere only a line for each
 * long wait.
 */
public final class ProgressBar implements CreationProgress, AutoCloseable {

  private static final int WIDTH = 30;
  private static final Duration LONG = Duration.ofSeconds(5);

  private final PrintWriter err;
  private final boolean isTerminal;
  private int length;

  ProgressBar(PrintWriter err, boolean isTerminal) {
    this.err = err;
    this.isTerminal = isTerminal;
  }

  /** Returns a bar, if standard error is a terminal that can go back in a line. */
  public static ProgressBar on(PrintWriter err, Map<String, String> environment) {
    return new ProgressBar(
        err, Terminal.of(environment).isErr() && !"dumb".equals(environment.get("TERM")));
  }

  @Override
  public void done(int users, int all) {
    if (isTerminal) {
      int filled = (int) ((long) WIDTH * users / Math.max(1, all));
      show(
          "creating users [%s%s] %d of %d"
              .formatted("#".repeat(filled), ".".repeat(WIDTH - filled), users, all));
    }
  }

  @Override
  public void waits(String reason, Duration delay) {
    String text =
        "waiting %d s for the identity provider (%s)"
            .formatted(delay.plusMillis(999).toSeconds(), reason);
    if (isTerminal) {
      show(text);
    } else if (delay.compareTo(LONG) >= 0) {
      err.println(text);
      err.flush();
    }
  }

  /** Removes the bar. */
  @Override
  public void close() {
    if (length > 0) {
      show("");
      err.print("\r");
      err.flush();
    }
  }

  private void show(String text) {
    err.print("\r" + text + " ".repeat(Math.max(0, length - text.length())));
    err.flush();
    length = text.length();
  }
}
