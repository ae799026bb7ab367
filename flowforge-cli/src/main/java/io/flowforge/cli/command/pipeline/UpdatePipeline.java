package io.flowforge.cli.command.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.cli.client.PipelineCatalog;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.command.option.ConnectionOptions;
import io.flowforge.cli.command.option.OutputOptions;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.connection.ApiPath;
import io.flowforge.cli.connection.Connection;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code flowforge pipeline update}. */
@Command(
    name = "update",
    description = {
      "Makes a new version of a pipeline from a file.",
      "Requests that exist stay on their version. If the file has the version that it was made from, as"
          + " flowforge pipeline get --output json prints it, an edit of somebody else in between is a conflict."
    },
    footerHeading = "%nExample:%n",
    footer = "  flowforge pipeline update pipeline.yaml --pipeline 'Request a repository'")
public final class UpdatePipeline implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "<file>", description = "A JSON or YAML file, or - for standard input.")
  private String file = "";

  @Option(
      names = "--pipeline",
      paramLabel = "<pipeline>",
      description =
          "The name of the pipeline, or the id of any of its versions (default: the id, or else the"
              + " name, in the file).")
  private @Nullable String pipeline;

  @Option(
      names = "--expected-version",
      paramLabel = "<version>",
      description =
          "The version that the file was made from (default: the version in the file, or else the newest"
              + " one).")
  private @Nullable Integer expectedVersion;

  @Option(
      names = "--org",
      paramLabel = "<organization>",
      description = "The id or name of the organization, if several have such a pipeline.")
  private @Nullable String organization;

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public UpdatePipeline(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ObjectNode next = PipelineSource.open(file).json();
    try (Connection server = connection.open(context, spec)) {
      JsonNode newest =
          new PipelineCatalog(server.api()).find(pipeline(next), Optional.ofNullable(organization));
      next.put("expected_version", expected(next, newest));
      next.set("org_id", newest.path("org_id"));
      next.remove("org");
      JsonNode created =
          server.api().post(ApiPath.of("pipeline", newest.path("id").asText(), "versions"), next);
      String id = created.path("id").asText();
      output
          .results(context, spec)
          .done(
              () -> created,
              id,
              "Created version %d of '%s', pipeline %s"
                  .formatted(
                      created.path("version").asInt(), created.path("pipeline_name").asText(), id));
      return ExitCode.OK;
    }
  }

  /** Returns the id or name of the pipeline. */
  private String pipeline(ObjectNode next) {
    if (pipeline != null) {
      return pipeline;
    }
    return Stream.of("id", "pipeline_name")
        .map(name -> next.path(name).asText())
        .filter(value -> !value.isBlank())
        .findFirst()
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(), "the file names no pipeline; name it with --pipeline"));
  }

  private int expected(ObjectNode next, JsonNode newest) {
    if (expectedVersion != null) {
      return expectedVersion;
    }
    return next.path("version").isInt()
        ? next.path("version").intValue()
        : newest.path("version").asInt();
  }
}
