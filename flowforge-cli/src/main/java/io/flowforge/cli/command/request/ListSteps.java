package io.flowforge.cli.command.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.cli.client.RequestClient;
import io.flowforge.cli.client.StepOrder;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code flowforge request steps}. */
@Command(
    name = "steps",
    description = "Lists the steps of a service request, in the order in which they run.",
    footerHeading = "%nExample:%n",
    footer = "  flowforge request steps 65f000000000000000000001")
public final class ListSteps implements Callable<Integer> {

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("STEP", "name"),
          new Column("STATUS", StepOrder::status),
          Column.time("UPDATED", "updated_at"),
          Column.of("BY", "updated_by"));

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "<request-id>", description = "The id of the request.")
  private String requestId = "";

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public ListSteps(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (Connection server = connection.open(context, spec)) {
      JsonNode details = new RequestClient(server.api()).details(requestId);
      output.results(context, spec).list(StepOrder.of(details), "name", COLUMNS);
      return ExitCode.OK;
    }
  }
}
