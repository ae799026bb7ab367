package io.flowforge.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code flowforge completion}: a script for shells, which knows all commands. */
@Command(
    name = "completion",
    description = {
      "Prints a script with which a shell completes commands and options.",
      "To have it in every shell, add the example to ~/.bashrc or ~/.zshrc."
    },
    footerHeading = "%nExample:%n",
    footer = "  source <(flowforge completion bash)")
public final class CompletionCommand implements Callable<Integer> {

  /** One script serves both: zsh loads it in its mode for bash. */
  private static final List<String> SHELLS = List.of("bash", "zsh");

  private final Supplier<CommandLine> allCommands;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "<shell>", description = "bash or zsh")
  private String shell = "";

  /**
   * @param allCommands returns the program with everything about all commands
   */
  public CompletionCommand(Supplier<CommandLine> allCommands) {
    this.allCommands = allCommands;
  }

  @Override
  public Integer call() {
    if (!SHELLS.contains(shell)) {
      throw new ParameterException(
          spec.commandLine(),
          "there is no completion for '%s'; write bash or zsh".formatted(shell));
    }
    spec.commandLine().getOut().print(AutoComplete.bash("flowforge", allCommands.get()));
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }
}
