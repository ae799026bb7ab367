package io.flowforge.cli.command.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.cli.client.PastTransitions;
import io.flowforge.cli.client.RequestClient;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.command.option.ConnectionOptions;
import io.flowforge.cli.command.option.OutputOptions;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.connection.Connection;
import io.flowforge.cli.output.Column;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code flowforge request history}. */
@Command(
    name = "history",
    description = {
      "Shows what has happened to a service request in all its runs, oldest first.",
      "TOOK is the time since the line before. --output json also has what changed in each step."
    },
    footerHeading = "%nExample:%n",
    footer = "  flowforge request history 65f000000000000000000001")
public final class ShowHistory implements Callable<Integer> {

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("RUN", "run"),
          Column.time("TIME", "updated_at"),
          new Column("WHAT", PastTransitions::what),
          new Column("STEP", PastTransitions::step),
          new Column("TOOK", PastTransitions::took),
          new Column("BY, OR WHY", PastTransitions::byOrWhy));

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "<request-id>", description = "The id of the request.")
  private String requestId = "";

  @Option(
      names = "--limit",
      paramLabel = "<number>",
      defaultValue = "100",
      description = "The maximum number of lines, the latest ones (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public ShowHistory(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit must be at least 1");
    }
    try (Connection server = connection.open(context, spec)) {
      List<JsonNode> found =
          PastTransitions.latest(new RequestClient(server.api()), requestId, limit);
      output.results(context, spec).list(found, "seq", COLUMNS);
      return ExitCode.OK;
    }
  }
}
