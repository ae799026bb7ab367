package io.flowforge.cli.command.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** The command {@code flowforge pipeline create}. */
@Command(
    name = "create",
    description = "Creates a pipeline from a file, which flowforge pipeline init can begin.",
    footerHeading = "%nExample:%n",
    footer = "  flowforge pipeline create pipeline.yaml --org 'Example Engineering'")
public final class CreatePipeline implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "<file>", description = "A JSON or YAML file, or - for standard input.")
  private String file = "";

  @Option(
      names = "--org",
      paramLabel = "<organization>",
      description =
          "The id or name of the organization (default: that of the file, or your only one).")
  private @Nullable String organization;

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public CreatePipeline(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ObjectNode pipeline = PipelineSource.open(file).json();
    try (Connection server = connection.open(context, spec)) {
      JsonNode owner = PipelineOwner.set(pipeline, Optional.ofNullable(organization), server.api());
      JsonNode created = server.api().post(ApiPath.of("pipeline"), pipeline);
      String id = created.path("id").asText();
      output
          .results(context, spec)
          .done(
              () -> created,
              id,
              "Created pipeline %s in %s".formatted(id, owner.path("name").asText()));
      return ExitCode.OK;
    }
  }
}
