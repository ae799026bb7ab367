package io.flowforge.cli.command.option;

import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.output.OutputFormat;
import io.flowforge.cli.output.Results;
import io.flowforge.cli.output.Terminal;
import io.flowforge.json.Json;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The option that chooses the form of the output. */
public final class OutputOptions {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "table|json|name",
      defaultValue = "table",
      description = "The form of the output: ${COMPLETION-CANDIDATES} (default: table).")
  private OutputFormat format = OutputFormat.TABLE;

  /** Returns where the command prints its results. */
  public Results results(CommandContext context, CommandSpec spec) {
    Terminal terminal = context.terminal();
    return new Results(
        format,
        spec.commandLine().getOut(),
        Json.mapper(),
        terminal.isOut() ? terminal.width() : 0);
  }
}
