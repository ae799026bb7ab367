package io.flowforge.cli.output;

import java.io.IOException;
import java.util.Locale;

/** Output that could not be written. */
public final class OutputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean isClosed;

  OutputException(IOException cause) {
    super("cannot write to standard output: " + cause.getMessage(), cause);
    // The JDK has no type for EPIPE.
    isClosed = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
  }

  /** Returns whether the reader has closed the pipe, as {@code head} does, which is no error. */
  public boolean isClosed() {
    return isClosed;
  }
}
