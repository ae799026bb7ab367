package io.flowforge.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;

/** The output and the exit code of a command. */
public record RunResult(int exitCode, String out, String err) {

  /** Runs the command in this process. */
  public static RunResult of(Map<String, String> environment, Path home, String... args) {
    return of(FlowforgeCommand.commandLine(environment, home, args), args);
  }

  static RunResult of(CommandLine command, String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(args);
    return new RunResult(
        exitCode, out.toString().replace("\r\n", "\n"), err.toString().replace("\r\n", "\n"));
  }
}
