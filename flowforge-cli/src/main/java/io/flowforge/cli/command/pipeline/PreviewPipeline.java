package io.flowforge.cli.command.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.cli.client.PipelineCatalog;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.command.option.ConnectionOptions;
import io.flowforge.cli.command.option.OutputOptions;
import io.flowforge.cli.command.request.FormOptions;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.connection.Api;
import io.flowforge.cli.connection.ApiPath;
import io.flowforge.cli.connection.Connection;
import io.flowforge.cli.output.PreviewText;
import io.flowforge.cli.output.Results;
import io.flowforge.cli.output.Terminal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code flowforge pipeline preview}. */
@Command(
    name = "preview",
    description = {
      "Shows the calls that a pipeline would make, and calls nothing.",
      "The server puts them together as for a request. It shows secrets as ***, and what exists",
      "only while a request runs in brackets, such as ⟨steps.repo.id⟩."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      ExitCode.OK + ":no step is known to fail",
      ExitCode.INVALID + ":a step would fail, or the pipeline or the form is invalid"
    },
    footerHeading = "%nExample:%n",
    footer = "  flowforge pipeline preview pipeline.yaml --set name=billing")
public final class PreviewPipeline implements Callable<Integer> {

  private static final List<String> FILE_ENDINGS = List.of(".json", ".yaml", ".yml");

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "<pipeline>",
      description =
          "A JSON or YAML file, or - for standard input; or the id or name of a pipeline.")
  private String pipeline = "";

  @Option(
      names = "--org",
      paramLabel = "<organization>",
      description = "The id or name of the organization, if it is not clear.")
  private @Nullable String organization;

  @Mixin private FormOptions form = new FormOptions();

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public PreviewPipeline(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Results results = output.results(context, spec);
    ObjectNode formData = form.read();
    Optional<ObjectNode> file =
        isFile() ? Optional.of(PipelineSource.open(pipeline).json()) : Optional.empty();
    try (Connection server = connection.open(context, spec)) {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      JsonNode chosen = choose(file, server.api(), body);
      form.setIn(formData, chosen);
      body.set("form_data", formData);
      JsonNode preview = server.api().post(ApiPath.of("pipeline", "preview"), body);
      print(preview, results);
      return preview.path("steps").valueStream().anyMatch(step -> step.has("problem"))
          ? ExitCode.INVALID
          : ExitCode.OK;
    }
  }

  /** Sets what is previewed, and returns the pipeline with its form. */
  private JsonNode choose(Optional<ObjectNode> file, Api api, ObjectNode body) {
    if (file.isPresent()) {
      ObjectNode draft = file.get();
      PipelineOwner.set(draft, Optional.ofNullable(organization), api);
      body.set("pipeline", draft);
      return draft;
    }
    JsonNode found = new PipelineCatalog(api).find(pipeline, Optional.ofNullable(organization));
    body.set("pipeline_id", found.path("id"));
    return found;
  }

  private void print(JsonNode preview, Results results) {
    if (results.areForPeople()) {
      Terminal terminal = context.terminal();
      new PreviewText(spec.commandLine().getOut(), terminal.isOut() ? terminal.width() : 0)
          .print(preview);
    } else {
      results.one(preview, preview.path("pipeline_name").asText(), List.of());
    }
  }

  /** Returns whether the argument names a file, which need not exist if its ending says so. */
  private boolean isFile() {
    String name = pipeline.toLowerCase(Locale.ROOT);
    try {
      return pipeline.equals("-")
          || FILE_ENDINGS.stream().anyMatch(name::endsWith)
          || Stream.of(Path.of(pipeline)).anyMatch(Files::isRegularFile);
    } catch (InvalidPathException _) {
      return false;
    }
  }
}
