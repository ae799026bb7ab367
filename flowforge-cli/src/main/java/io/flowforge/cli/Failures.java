package io.flowforge.cli;

import io.flowforge.cli.command.ExitCode;
import io.flowforge.error.ConflictException;
import io.flowforge.error.FlowforgeException;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import io.flowforge.error.UnavailableException;
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
            err.println("flowforge: " + expected.userMessage());
            details(expected).forEach(detail -> err.println("  " + detail));
            yield exitCode(expected);
          }
          default -> {
            err.println("flowforge: internal error; please report it:");
            failure.printStackTrace(err);
            yield ExitCode.FAILED;
          }
        };
    err.flush();
    return exitCode;
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
