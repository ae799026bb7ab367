package io.flowforge.cli.command.request;

import io.flowforge.cli.client.RequestClient;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.command.option.ConnectionOptions;
import io.flowforge.cli.command.option.FollowOptions;
import io.flowforge.cli.command.option.OutputOptions;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.connection.Connection;
import io.flowforge.cli.output.Results;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code flowforge request start}. */
@Command(
    name = "start",
    description = "Starts a service request.",
    footerHeading = "%nExample:%n",
    footer = "  flowforge request start 65f000000000000000000001 --follow",
    exitCodeListHeading = "%nExit codes with --follow:%n",
    exitCodeList = {
      ExitCode.OK + ":the request completed",
      ExitCode.FAILED + ":it failed",
      ExitCode.WAITING + ":it waits for approval",
      ExitCode.REJECTED + ":an admin rejected it",
      ExitCode.CANCELLED + ":it was cancelled",
      ExitCode.TIMEOUT + ":the timeout passed; the request goes on"
    })
public final class StartRequest implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "<request-id>", description = "The id of the request.")
  private String requestId = "";

  @Mixin private FollowOptions following = new FollowOptions();

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public StartRequest(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    following.check(spec);
    Results results = output.results(context, spec);
    try (Connection server = connection.open(context, spec)) {
      var requests = new RequestClient(server.api());
      requests.start(requestId);
      return following.finish(
          requests, requestId, "Started service request " + requestId, results, connection, spec);
    }
  }
}
