package io.flowforge.cli;

import io.flowforge.cli.command.ExitCode;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The only place where wrong arguments become messages. */
final class UsageFailures implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("flowforge: " + failure.getMessage());
    if (failure instanceof UnmatchedArgumentException unmatched) {
      printSuggestions(err, unmatched.getSuggestions());
    }
    err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return ExitCode.USAGE;
  }

  private static void printSuggestions(PrintWriter err, List<String> suggestions) {
    if (!suggestions.isEmpty()) {
      err.println("Did you mean: " + String.join(" or ", suggestions) + "?");
    }
  }
}
