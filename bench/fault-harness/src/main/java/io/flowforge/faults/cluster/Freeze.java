package io.flowforge.faults.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A stopped process. It continues when this is closed, or when the harness ends: a stopped process
 * could not notice that itself.
 */
public final class Freeze implements AutoCloseable {

  private static final String STOP_AND_CONTINUE =
      """
      kill -STOP "$0" && echo frozen
      cat >/dev/null
      kill -CONT "$0"
      """;

  private final Process holder;

  private Freeze(Process holder) {
    this.holder = holder;
  }

  /** Stops the process, and returns once it has stopped. */
  static Freeze of(long pid) {
    try {
      Process holder =
          new ProcessBuilder("sh", "-c", STOP_AND_CONTINUE, Long.toString(pid)).start();
      if (!"frozen".equals(holder.inputReader().readLine())) {
        throw new IllegalStateException("process " + pid + " cannot be stopped");
      }
      return new Freeze(holder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets the process continue, and returns once it does. */
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
