package io.flowforge.cli;

import io.flowforge.cli.command.DemoCommand;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.command.MigrateCommand;
import io.flowforge.cli.command.RunCommand;
import io.flowforge.cli.command.SeedCommand;
import io.flowforge.cli.command.ServeCommand;
import io.flowforge.cli.command.UpCommand;
import io.flowforge.cli.folders.ProjectFolders;
import io.flowforge.cli.output.ConsoleLog;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code flowforge}, which assembles its subcommands. */
@Command(
    name = "flowforge",
    description = "Self-service request automation.",
    versionProvider = Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      ExitCode.OK + ":success",
      ExitCode.FAILED + ":failed",
      ExitCode.USAGE + ":wrong usage",
      ExitCode.INVALID + ":a file, a setting or an argument is invalid",
      ExitCode.NOT_FOUND + ":not found",
      ExitCode.CONFLICT + ":not possible in the current state",
      ExitCode.FORBIDDEN + ":not allowed",
      ExitCode.UNAVAILABLE + ":a store or a service is unavailable",
      ExitCode.WAITING + ":waits for an approval",
      ExitCode.REJECTED + ":rejected",
      ExitCode.CANCELLED + ":cancelled",
      ExitCode.TIMEOUT + ":the timeout passed; the request goes on",
      ExitCode.UNREACHABLE + ":the server cannot be reached"
    })
public final class FlowforgeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli reads the annotation
  private boolean helpRequested;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version and exit.")
  @SuppressWarnings("UnusedVariable") // picocli reads the annotation
  private boolean versionRequested;

  private FlowforgeCommand() {}

  public static void main(String[] args) {
    ConsoleLog.configure();
    var home = Path.of(System.getProperty("flowforge.home", ""));
    System.exit(commandLine(System.getenv(), home).execute(args));
  }

  /**
   * Returns the command with its subcommands.
   *
   * @param home the folder of the project, which contains {@code seed-data}
   */
  public static CommandLine commandLine(Map<String, String> environment, Path home) {
    var folders = new ProjectFolders(home.toAbsolutePath());
    return new CommandLine(new FlowforgeCommand())
        .setUsageHelpWidth(100)
        .addSubcommand(new DemoCommand(environment, folders))
        .addSubcommand(new UpCommand(environment, folders))
        .addSubcommand(new ServeCommand(environment))
        .addSubcommand(new SeedCommand(environment, folders))
        .addSubcommand(new MigrateCommand(environment))
        .addSubcommand(new RunCommand(environment))
        .setExecutionExceptionHandler(new Failures());
  }

  /** Prints the usage, because a subcommand is missing. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
