package io.flowforge.cli.command.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code flowforge pipeline versions}. */
@Command(
    name = "versions",
    description = "Lists the versions of a pipeline, newest first.",
    footerHeading = "%nExample:%n",
    footer = "  flowforge pipeline versions 'Request a repository'")
public final class ListVersions implements Callable<Integer> {

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("ID", "id"),
          Column.of("VERSION", "version"),
          Column.of("NAME", "pipeline_name"),
          Column.of("BY", "user_id"),
          Column.time("CREATED", "created_on"),
          Column.time("ARCHIVED", "archived_on"));

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "<pipeline>",
      description = "The name of the pipeline, or the id of any of its versions.")
  private String pipeline = "";

  @Option(
      names = "--org",
      paramLabel = "<organization>",
      description = "The id or name of the organization, if several have such a pipeline.")
  private @Nullable String organization;

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public ListVersions(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (Connection server = connection.open(context, spec)) {
      var catalog = new PipelineCatalog(server.api());
      JsonNode found = catalog.find(pipeline, Optional.ofNullable(organization));
      output.results(context, spec).list(catalog.versions(found), "id", COLUMNS);
      return ExitCode.OK;
    }
  }
}
