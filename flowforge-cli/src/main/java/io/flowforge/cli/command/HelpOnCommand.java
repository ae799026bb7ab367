package io.flowforge.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code flowforge help}: the same as {@code --help} after the command's name. */
@Command(
    name = "help",
    description = "Shows the help of a command.",
    footerHeading = "%nExample:%n",
    footer = "  flowforge help run")
public final class HelpOnCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "<command>",
      arity = "0..*",
      description = "The command, such as: run. Without one, all commands are listed.")
  private List<String> path = List.of();

  @Override
  public Integer call() {
    CommandLine command = spec.root().commandLine();
    for (String name : path) {
      CommandLine child = command.getSubcommands().get(name);
      if (child == null) {
        throw unknown(command, name);
      }
      command = child;
    }
    command.usage(command.getOut());
    return ExitCode.OK;
  }

  private static ParameterException unknown(CommandLine parent, String name) {
    return new UnmatchedArgumentException(parent, List.of(name));
  }
}
