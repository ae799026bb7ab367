package io.flowforge.cli.command.pipeline;

import io.flowforge.cli.client.PipelineCatalog;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.command.option.ConnectionOptions;
import io.flowforge.cli.command.option.OutputOptions;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.connection.Connection;
import io.flowforge.cli.output.Column;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code flowforge pipeline list}. */
@Command(
    name = "list",
    description = "Lists pipelines.",
    footerHeading = "%nExample:%n",
    footer = "  flowforge pipeline list --output name")
public final class ListPipelines implements Callable<Integer> {

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("ID", "id"),
          Column.of("NAME", "pipeline_name"),
          Column.of("VERSION", "version"),
          Column.of("ORG", "org_id"),
          Column.time("CREATED", "created_on"));

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--org",
      paramLabel = "<organization>",
      description = "The id or name of an organization (default: all of yours).")
  private @Nullable String organization;

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public ListPipelines(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (Connection server = connection.open(context, spec)) {
      output
          .results(context, spec)
          .list(
              new PipelineCatalog(server.api()).all(Optional.ofNullable(organization)),
              "id",
              COLUMNS);
      return ExitCode.OK;
    }
  }
}
