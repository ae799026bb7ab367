package io.flowforge.cli;

import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.command.tree.CommandTree;
import io.flowforge.cli.command.tree.EndingHelp;
import io.flowforge.cli.folders.ProjectFolders;
import io.flowforge.cli.output.ConsoleLog;
import io.flowforge.cli.output.OutputException;
import io.flowforge.cli.output.StandardOutput;
import io.flowforge.cli.output.Terminal;
import io.flowforge.trace.LastingLog;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** The program {@code flowforge}. */
public final class FlowforgeCommand {

  private FlowforgeCommand() {}

  public static void main(String[] args) {
    prepareProcess();
    CommandLine command = commandLine(System.getenv(), ProjectFolders.ofProcess(), args);
    end(execute(command.setOut(StandardOutput.open()), args));
  }

  private static int execute(CommandLine command, String... args) {
    int exitCode = command.execute(args);
    try {
      command.getOut().flush();
      return exitCode;
    } catch (OutputException e) {
      return Failures.exitCode(e, command.getErr());
    }
  }

  /** Sets what libraries read from the properties of the process, before they are used. */
  public static void prepareProcess() {
    // Otherwise picocli searches all jars for a class of Groovy.
    System.setProperty("picocli.disable.closures", "true");
    LastingLog.install();
    ConsoleLog.configureAtFirstUse();
  }

  /**
   * Returns the command for these arguments. It knows little about the commands that they do not
   * name.
   */
  public static CommandLine commandLine(
      Map<String, String> environment, ProjectFolders folders, String... arguments) {
    var context = new CommandContext(environment, folders);
    return configured(context, CommandTree.naming(context, List.of(arguments)));
  }

  /** Returns the command for these arguments in the repository at that path. */
  public static CommandLine commandLine(
      Map<String, String> environment, Path repository, String... arguments) {
    return commandLine(environment, new ProjectFolders(repository.toAbsolutePath()), arguments);
  }

  /** Returns the command with everything about all commands. */
  static CommandLine full(CommandContext context) {
    return configured(context, CommandTree.full(context));
  }

  static CommandContext context(Map<String, String> environment, Path repository) {
    return new CommandContext(environment, new ProjectFolders(repository.toAbsolutePath()));
  }

  private static CommandLine configured(CommandContext context, CommandTree tree) {
    Terminal terminal = context.terminal();
    return tree.add(new RootCommand().commandLine(), Commands.all())
        .setUsageHelpWidth(terminal.width())
        .setColorScheme(Help.defaultColorScheme(terminal.colorsOut() ? Ansi.ON : Ansi.OFF))
        // A value that begins with @ is not the name of a file.
        .setExpandAtFiles(false)
        .setHelpFactory(EndingHelp::new)
        .setExecutionStrategy(FlowforgeCommand::run)
        .setParameterExceptionHandler(new UsageFailures())
        .setExecutionExceptionHandler(new Failures());
  }

  /**
   * Runs the last command, or prints its help, whose reader may go away. Picocli passes errors on;
   * if one ended this thread, the threads of embedded stores would keep the process alive.
   */
  private static int run(ParseResult arguments) {
    try {
      return new RunLast().execute(arguments);
    } catch (OutputException e) {
      return Failures.exitCode(e, arguments.commandSpec().commandLine().getErr());
    } catch (Error e) {
      return Failures.exitCode(e, arguments.commandSpec().commandLine().getErr());
    }
  }

  /**
   * Ends the process. {@link System#exit} asks for a logger, for which Java searches all jars; that
   * takes longer than a short command. If nothing was logged, no log has to be closed.
   */
  private static void end(int exitCode) {
    if (ConsoleLog.isInUse()) {
      System.exit(exitCode);
    }
    Runtime.getRuntime().halt(exitCode);
  }
}
