package io.flowforge.cli.command.request;

import static java.util.stream.Collectors.joining;

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

/** The command {@code flowforge request get}. */
@Command(
    name = "get",
    description = "Shows a service request.",
    footerHeading = "%nExample:%n",
    footer = "  flowforge request get 65f000000000000000000001 --output json")
public final class GetRequest implements Callable<Integer> {

  private static final List<Column> COLUMNS =
      List.of(
          of("ID", "id"),
          of("PIPELINE", "pipeline_name"),
          of("STATUS", "status"),
          new Column("AT STEP", StepOrder::current),
          of("REQUESTER", "user_id"),
          of("ORGANIZATION", "org_id"),
          time("CREATED", "created_on"),
          time("UPDATED", "last_updated"),
          of("REMARKS", "remarks"),
          new Column("FORM", GetRequest::formData));

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "<request-id>", description = "The id of the request.")
  private String requestId = "";

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public GetRequest(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (Connection server = connection.open(context, spec)) {
      JsonNode details = new RequestClient(server.api()).details(requestId);
      output.results(context, spec).one(details, requestId, COLUMNS);
      return ExitCode.OK;
    }
  }

  private static Column of(String header, String field) {
    return new Column(header, details -> details.path("service_request").path(field).asText(""));
  }

  private static Column time(String header, String field) {
    return new Column(
        header, details -> Column.seconds(details.path("service_request").path(field).asText("")));
  }

  private static String formData(JsonNode details) {
    JsonNode values = details.path("service_request").path("form_data");
    return values.properties().stream()
        .map(value -> value.getKey() + "=" + text(value.getValue()))
        .collect(joining("; "));
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.asText() : value.toString();
  }
}
