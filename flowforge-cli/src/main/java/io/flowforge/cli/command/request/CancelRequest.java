package io.flowforge.cli.command.request;

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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code flowforge request cancel}. */
@Command(
    name = "cancel",
    description = "Cancels a service request. A step that is running is interrupted.",
    footerHeading = "%nExample:%n",
    footer = "  flowforge request cancel 65f000000000000000000001")
public final class CancelRequest implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "<request-id>", description = "The id of the request.")
  private String requestId = "";

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public CancelRequest(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try (Connection server = connection.open(context, spec)) {
      var requests = new RequestClient(server.api());
      requests.cancel(requestId);
      output
          .results(context, spec)
          .done(
              () -> requests.details(requestId),
              requestId,
              "Cancelled service request " + requestId);
      return ExitCode.OK;
    }
  }
}
