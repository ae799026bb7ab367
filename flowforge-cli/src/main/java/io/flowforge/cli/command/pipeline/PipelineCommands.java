package io.flowforge.cli.command.pipeline;

import static io.flowforge.cli.command.tree.CommandEntry.command;

import io.flowforge.cli.command.tree.CommandEntry;
import java.util.List;

/** The table of commands about pipelines, in the order of the help. */
public final class PipelineCommands {

  private PipelineCommands() {}

  public static List<CommandEntry> all() {
    return List.of(
        command("list", "Lists pipelines.", ListPipelines::new),
        command("get", "Shows a pipeline: its form and its steps.", GetPipeline::new),
        command("create", "Creates a pipeline from a file, which flowforge pipeline init can begin.", CreatePipeline::new),
        command("validate", "Checks pipelines in files, without a server.", _ -> new ValidatePipeline()),
        command("init", "Prints a pipeline to begin with.", _ -> new InitPipeline()));
  }
}
