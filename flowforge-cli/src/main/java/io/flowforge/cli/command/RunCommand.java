package io.flowforge.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.cli.client.RequestClient;
import io.flowforge.cli.client.RequestStanding;
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

/** The command {@code flowforge run}: starts a request once, and follows it. */
@Command(
    name = "run",
    description = {
      "Starts a service request, or attaches to it if it has started.",
      "With --follow, prints its steps and logs until it ends or waits for approval."
    },
    footerHeading = "%nExample:%n",
    footer = "  flowforge run 65f000000000000000000001 --follow --timeout 10m",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      ExitCode.OK + ":the request was started or attached to; with --follow, it completed",
      ExitCode.FAILED + ":it failed",
      ExitCode.NOT_FOUND + ":there is no such request",
      ExitCode.FORBIDDEN + ":you may not start it, or are not signed in",
      ExitCode.UNAVAILABLE + ":a store or a service is unavailable",
      ExitCode.WAITING + ":it waits for approval",
      ExitCode.REJECTED + ":an admin rejected it",
      ExitCode.CANCELLED + ":it was cancelled",
      ExitCode.TIMEOUT + ":the timeout passed; the request goes on",
      ExitCode.UNREACHABLE + ":the server cannot be reached"
    })
public final class RunCommand implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "<request-id>", description = "The id of the request.")
  private String requestId = "";

  @Mixin private FollowOptions following = new FollowOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public RunCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    boolean isFollowing = following.isFollowing(spec);
    Results results = output.results(context, spec);
    try (Connection server = connection.open(context, spec)) {
      var requests = new RequestClient(server.api());
      boolean isStarted = requests.startOnce(requestId);
      if (isFollowing) {
        connection.tell(
            spec, (isStarted ? "Started" : "Attached to") + " service request " + requestId + ".");
        return following.follow(requests, requestId, results, spec);
      }
      if (isStarted) {
        results.done(
            () -> requests.details(requestId), requestId, "Started service request " + requestId);
      } else {
        JsonNode details = requests.details(requestId);
        results.done(() -> details, requestId, attached(details));
      }
      return ExitCode.OK;
    }
  }

  private String attached(JsonNode details) {
    String status = RequestStanding.status(details);
    return "Service request %s has started before: %s%s"
        .formatted(
            requestId,
            status,
            status.equals("Failed") ? "; flowforge request retry goes on with it" : "");
  }
}
