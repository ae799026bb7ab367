package io.flowforge.cli.command.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.cli.client.PipelineCatalog;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.command.option.ConnectionOptions;
import io.flowforge.cli.command.option.OutputOptions;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.connection.ApiPath;
import io.flowforge.cli.connection.Connection;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code flowforge pipeline restore}. */
@Command(
    name = "restore",
    description = "Restores an archived pipeline, of which the id of any version is needed.",
    footerHeading = "%nExample:%n",
    footer = "  flowforge pipeline restore 65f000000000000000000001")
public final class RestorePipeline implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "<version-id>",
      description = "The id of any version of the pipeline; lists leave out archived pipelines.")
  private String pipeline = "";

  @Option(
      names = "--org",
      paramLabel = "<organization>",
      description = "The id or name of the organization, if several have such a pipeline.")
  private @Nullable String organization;

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public RestorePipeline(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (Connection server = connection.open(context, spec)) {
      var catalog = new PipelineCatalog(server.api());
      JsonNode found = catalog.find(pipeline, Optional.ofNullable(organization));
      String id = found.path("id").asText();
      var _ = server.api().put(ApiPath.of("pipeline", id, "restore"));
      output
          .results(context, spec)
          .done(
              () -> server.api().get(ApiPath.of("pipeline", id)),
              id,
              "Restored pipeline %s, '%s'".formatted(id, found.path("pipeline_name").asText()));
      return ExitCode.OK;
    }
  }
}
