package io.flowforge.cli.command.pipeline;

import static java.util.stream.Collectors.joining;

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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code flowforge pipeline get}. */
@Command(
    name = "get",
    description = "Shows a pipeline: its form and its steps.",
    footerHeading = "%nExample:%n",
    footer = "  flowforge pipeline get 'Request a repository' --output json")
public final class GetPipeline implements Callable<Integer> {

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("ID", "id"),
          Column.of("NAME", "pipeline_name"),
          Column.of("DESCRIPTION", "pipeline_description"),
          Column.of("VERSION", "version"),
          Column.of("ORGANIZATION", "org_id"),
          new Column("STEPS", GetPipeline::steps),
          new Column("FIELDS (* required)", GetPipeline::fields));

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "<pipeline>", description = "The id or name of the pipeline.")
  private String pipeline = "";

  @Option(
      names = "--org",
      paramLabel = "<organization>",
      description = "The id or name of the organization, if several have such a pipeline.")
  private @Nullable String organization;

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public GetPipeline(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (Connection server = connection.open(context, spec)) {
      JsonNode found =
          new PipelineCatalog(server.api()).find(pipeline, Optional.ofNullable(organization));
      output.results(context, spec).one(found, found.path("id").asText(), COLUMNS);
      return ExitCode.OK;
    }
  }

  private static String steps(JsonNode pipeline) {
    return texts(pipeline.path("steps"), step -> step.path("step_name").asText());
  }

  private static String fields(JsonNode pipeline) {
    return texts(pipeline.path("form").path("fields"), GetPipeline::field);
  }

  private static String field(JsonNode field) {
    String mark = field.path("required").asBoolean() ? "*" : "";
    JsonNode options = field.path("options");
    String name = field.path("name").asText() + mark;
    return options.isEmpty() ? name : name + " (" + texts(options, JsonNode::asText) + ")";
  }

  private static String texts(JsonNode array, Function<JsonNode, String> text) {
    return array.valueStream().map(text).collect(joining(", "));
  }
}
