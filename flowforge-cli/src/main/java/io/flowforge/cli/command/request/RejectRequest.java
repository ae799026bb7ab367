package io.flowforge.cli.command.request;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowforge.cli.client.RequestClient;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.command.option.ConnectionOptions;
import io.flowforge.cli.command.option.OutputOptions;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.connection.Connection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code flowforge request reject}. */
@Command(
    name = "reject",
    description = "Rejects the step at which a service request waits.",
    footerHeading = "%nExample:%n",
    footer = "  flowforge request reject 65f000000000000000000001 --remarks 'Not this year'")
public final class RejectRequest implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "<request-id>", description = "The id of the request.")
  private String requestId = "";

  @Option(
      names = "--remarks",
      paramLabel = "<text>",
      defaultValue = "",
      description = "The reason, for the requester.")
  private String remarks = "";

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public RejectRequest(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (Connection server = connection.open(context, spec)) {
      var requests = new RequestClient(server.api());
      requests.reject(requestId, JsonNodeFactory.instance.objectNode().put("remarks", remarks));
      output
          .results(context, spec)
          .done(
              () -> requests.details(requestId),
              requestId,
              "Rejected service request " + requestId);
      return ExitCode.OK;
    }
  }
}
