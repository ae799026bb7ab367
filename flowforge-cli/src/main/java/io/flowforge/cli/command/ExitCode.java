package io.flowforge.cli.command;

/** The exit codes of the command. Scripts rely on the numbers. */
public final class ExitCode {

  public static final int OK = 0;

  /** An unexpected failure, or a request that failed. */
  public static final int FAILED = 1;

  /** The command line is wrong. */
  public static final int USAGE = 2;

  /** A file, a setting or an argument is invalid. */
  public static final int INVALID = 3;

  public static final int NOT_FOUND = 4;

  /** The current state does not allow the action. */
  public static final int CONFLICT = 5;

  public static final int FORBIDDEN = 6;

  /** A store or a service is unavailable; the same command may work later. */
  public static final int UNAVAILABLE = 7;

  /** The request waits for an approval. */
  public static final int WAITING = 8;

  /** An admin rejected the request. */
  public static final int REJECTED = 9;

  /** The request was cancelled. */
  public static final int CANCELLED = 10;

  /** The time that the command was given has passed; the request goes on. */
  public static final int TIMEOUT = 11;

  /** The server cannot be reached. */
  public static final int UNREACHABLE = 12;

  /**
   * The reader of standard output has closed it, as {@code head} does: what a shell reports for a
   * process that SIGPIPE ended.
   */
  public static final int PIPE_CLOSED = 141;

  private ExitCode() {}
}
