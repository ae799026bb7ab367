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
        command(
            "create",
            "Creates a pipeline from a file, which flowforge pipeline init can begin.",
            CreatePipeline::new),
        command("update", "Makes a new version of a pipeline from a file.", UpdatePipeline::new),
        command("versions", "Lists the versions of a pipeline, newest first.", ListVersions::new),
        command(
            "diff", "Shows what differs between two versions of a pipeline.", DiffPipeline::new),
        command(
            "lift-secrets",
            "Moves the literal secrets of a pipeline into secrets, in a new version.",
            LiftSecrets::new),
        command(
            "archive",
            "Archives a pipeline: it accepts no new requests; those that exist go on.",
            ArchivePipeline::new),
        command(
            "restore",
            "Restores an archived pipeline, of which the id of any version is needed.",
            RestorePipeline::new),
        command(
            "validate",
            "Checks pipelines in files, without a server or on one.",
            ValidatePipeline::new),
        command(
            "preview",
            "Shows the calls that a pipeline would make, and calls nothing.",
            PreviewPipeline::new),
        command("init", "Prints a pipeline to begin with.", _ -> new InitPipeline()));
  }
}
