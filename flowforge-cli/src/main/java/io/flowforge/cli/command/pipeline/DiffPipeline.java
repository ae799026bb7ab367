package io.flowforge.cli.command.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.command.option.ConnectionOptions;
import io.flowforge.cli.command.option.OutputOptions;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.connection.ApiPath;
import io.flowforge.cli.connection.Connection;
import io.flowforge.cli.output.Column;
import io.flowforge.cli.output.Results;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code flowforge pipeline diff}. */
@Command(
    name = "diff",
    description = "Shows what differs between two versions of a pipeline.",
    footerHeading = "%nExample:%n",
    footer = "  flowforge pipeline diff 65f000000000000000000001")
public final class DiffPipeline implements Callable<Integer> {

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("WHAT", "what"),
          Column.of("MEMBER", "member"),
          Column.of("FROM", "from"),
          Column.of("TO", "to"));

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "<version-id>", description = "The id of the older version.")
  private String from = "";

  @Option(
      names = "--to",
      paramLabel = "<version-id>",
      description = "The id of the newer version (default: that of the newest one).")
  private @Nullable String to;

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public DiffPipeline(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (Connection server = connection.open(context, spec)) {
      ApiPath path = ApiPath.of("pipeline", from, "diff");
      JsonNode diff = server.api().get(to == null ? path : path.with("to", to));
      Results results = output.results(context, spec);
      if (results.areForPeople()) {
        results.list(PipelineChanges.rows(diff), "what", COLUMNS);
      } else {
        results.one(diff, diff.path("to").path("id").asText(), COLUMNS);
      }
      return ExitCode.OK;
    }
  }
}
