package io.flowforge.cli;

import io.flowforge.cli.command.SeedCommand;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code flowforge}: lists its subcommands, and puts them together. */
@Command(
    name = "flowforge",
    description = "Self-service request automation.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      ExitCode.OK + ":done",
      ExitCode.FAILED + ":failed",
      ExitCode.USAGE + ":wrong usage",
      ExitCode.INVALID + ":a file, a setting or an argument is wrong",
      ExitCode.NOT_FOUND + ":not found",
      ExitCode.CONFLICT + ":not possible in this state",
      ExitCode.FORBIDDEN + ":not allowed",
      ExitCode.UNAVAILABLE + ":a store or a service does not answer",
      ExitCode.WAITING + ":waits for an approval"
    })
public final class FlowforgeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  private FlowforgeCommand() {}

  public static void main(String[] args) {
    ConsoleLog.configure();
    Path home = Path.of(System.getProperty("flowforge.home", ""));
    System.exit(commandLine(System.getenv(), home).execute(args));
  }

  /**
   * The command with its subcommands.
   *
   * @param home the folder of the project, where {@code seed-data} is
   */
  public static CommandLine commandLine(Map<String, String> environment, Path home) {
    return new CommandLine(new FlowforgeCommand())
        .addSubcommand(new SeedCommand(environment, home))
        .setExecutionExceptionHandler(new Failures());
  }

  /** Without a subcommand there is nothing to do. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
