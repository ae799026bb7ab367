package io.flowforge.cli.command.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.cli.client.RequestClient;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.command.option.ConnectionOptions;
import io.flowforge.cli.command.option.OutputOptions;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.connection.Connection;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code flowforge request copy}. */
@Command(
    name = "copy",
    description = {
      "Submits a service request again: its form data, for the newest version of its pipeline.",
      "It does not run before it is started."
    },
    footerHeading = "%nExample:%n",
    footer = "  flowforge request copy 65f000000000000000000001")
public final class CopyRequest implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "<request-id>", description = "The id of the request.")
  private String requestId = "";

  @Option(
      names = "--remarks",
      paramLabel = "<text>",
      description = "A remark for those who approve (default: that of the request).")
  private @Nullable String remarks;

  @Mixin private KeyOption key = new KeyOption();

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public CopyRequest(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ObjectNode copy = JsonNodeFactory.instance.objectNode().put("from", requestId);
    if (remarks != null) {
      copy.put("remarks", remarks);
    }
    try (Connection server = connection.open(context, spec)) {
      JsonNode request = new RequestClient(server.api()).submit(copy, key.value());
      String id = request.path("id").asText();
      output.results(context, spec).done(() -> request, id, "Submitted service request " + id);
      return ExitCode.OK;
    }
  }
}
