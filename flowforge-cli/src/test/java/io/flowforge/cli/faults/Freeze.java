package io.flowforge.cli.faults;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A process that is stopped and goes on when this is closed, or when the process of the harness is
 * gone: a stopped process could not notice that by itself.
 */
final class Freeze implements AutoCloseable {

  private static final String STOP_AND_GO_ON =
      """
      kill -STOP "$0" && echo frozen
      cat >/dev/null
      kill -CONT "$0"
      """;

  private final Process holder;

  private Freeze(Process holder) {
    this.holder = holder;
  }

  /** Stops the process; it is stopped when this returns. */
  static Freeze of(long pid) {
    try {
      Process holder = new ProcessBuilder("sh", "-c", STOP_AND_GO_ON, Long.toString(pid)).start();
      if (!"frozen".equals(holder.inputReader().readLine())) {
        throw new IllegalStateException("process " + pid + " cannot be stopped");
      }
      return new Freeze(holder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets it go on; it does when this returns. */
  @Override
  public void close() {
    try {
      holder.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    holder.onExit().join();
  }
}
