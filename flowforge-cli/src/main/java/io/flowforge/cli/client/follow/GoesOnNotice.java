package io.flowforge.cli.client.follow;

import java.io.PrintWriter;

/**
 * The notice that a request goes on although this process, which follows it, was stopped. It is
 * printed by a hook of the JVM, because Ctrl-C ends the process at once.
 */
public final class GoesOnNotice implements AutoCloseable {

  private final PrintWriter err;
  private final String requestId;
  private final Thread hook = new Thread(this::print);

  private GoesOnNotice(PrintWriter err, String requestId) {
    this.err = err;
    this.requestId = requestId;
  }

  /** Prints the notice if the process is stopped from now on, until this is closed. */
  public static GoesOnNotice open(PrintWriter err, String requestId) {
    var notice = new GoesOnNotice(err, requestId);
    Runtime.getRuntime().addShutdownHook(notice.hook);
    return notice;
  }

  /** Prints the notice. */
  public void print() {
    err.printf(
        "%nService request %s goes on. To follow it again: flowforge run %s --follow%n",
        requestId, requestId);
    err.flush();
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The process is being stopped, so the hook prints.
    }
  }
}
