package io.flowforge.cli.command;

/** What the command tells the shell. Scripts rely on the numbers. */
public final class ExitCode {

  /** It is done. */
  public static final int OK = 0;

  /** It failed in a way that nobody foresaw, or a request ended other than it should. */
  public static final int FAILED = 1;

  /** The command line is wrong. */
  public static final int USAGE = 2;

  /** A file, a setting or an argument is wrong. */
  public static final int INVALID = 3;

  /** There is no such thing. */
  public static final int NOT_FOUND = 4;

  /** The thing is in a state that does not allow it. */
  public static final int CONFLICT = 5;

  /** It is not allowed. */
  public static final int FORBIDDEN = 6;

  /** A store or a service does not answer; the same command may work later. */
  public static final int UNAVAILABLE = 7;

  /** The request waits for an approval. */
  public static final int WAITING = 8;

  private ExitCode() {}
}
