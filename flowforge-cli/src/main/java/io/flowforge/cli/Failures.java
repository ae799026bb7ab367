package io.flowforge.cli;

import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.connection.UnreachableException;
import io.flowforge.cli.output.OutputException;
import io.flowforge.error.ConflictException;
import io.flowforge.error.FlowforgeException;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import io.flowforge.error.UnavailableException;
import io.flowforge.text.OneLine;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** The only place where exceptions become messages and exit codes. */
final class Failures implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult parseResult) {
    PrintWriter err = command.getErr();
    int exitCode =
        switch (failure) {
          case FlowforgeException expected -> {
            err.println("flowforge: " + OneLine.of(expected.userMessage()));
            details(expected).forEach(detail -> err.println("  " + OneLine.of(detail)));
            yield exitCode(expected);
          }
          case UnreachableException unreachable -> {
            err.println("flowforge: " + OneLine.of(unreachable.userMessage()));
            yield ExitCode.UNREACHABLE;
          }
          case OutputException output -> exitCode(output, err);
          default -> unexpected(failure, err);
        };
    err.flush();
    return exitCode;
  }

  /**
   * Reports output that could not be written; a reader who has enough, such as head, is no error.
   */
  static int exitCode(OutputException failure, PrintWriter err) {
    if (failure.isClosed()) {
      return ExitCode.PIPE_CLOSED;
    }
    err.println("flowforge: " + failure.getMessage());
    err.flush();
    return ExitCode.FAILED;
  }

  /** Reports an error of the program or of the Java that runs it. */
  static int exitCode(Error failure, PrintWriter err) {
    int exitCode = unexpected(failure, err);
    err.flush();
    return exitCode;
  }

  private static int unexpected(Throwable failure, PrintWriter err) {
    err.println("flowforge: internal error; please report it:");
    failure.printStackTrace(err);
    return ExitCode.FAILED;
  }

  private static int exitCode(FlowforgeException failure) {
    return switch (failure) {
      case InvalidException _ -> ExitCode.INVALID;
      case NotFoundException _ -> ExitCode.NOT_FOUND;
      case ConflictException _ -> ExitCode.CONFLICT;
      case ForbiddenException _ -> ExitCode.FORBIDDEN;
      case UnavailableException _ -> ExitCode.UNAVAILABLE;
    };
  }

  private static List<String> details(FlowforgeException failure) {
    return failure instanceof InvalidException invalid ? invalid.details() : List.of();
  }
}
