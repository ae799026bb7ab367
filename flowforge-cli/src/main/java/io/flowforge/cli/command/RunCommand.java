package io.flowforge.cli.command;

import io.flowforge.Flowforge;
import io.flowforge.FlowforgeSettings;
import io.flowforge.cli.output.RequestFollower;
import io.flowforge.identity.Caller;
import io.flowforge.request.state.RequestStatus;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code flowforge run}: starts a request, which a server on the stores executes. */
@Command(
    name = "run",
    description = {
      "Starts a service request.",
      "POSTGRES_URI and MONGO_URI name the stores; a server on them executes the request."
    },
    footerHeading = "%nExample:%n",
    footer = "  flowforge run 66b1f0c2a4d5e6f708192a3b --follow",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      ExitCode.OK + ":the request was started; with --follow, it completed",
      ExitCode.FAILED + ":it failed or was cancelled",
      ExitCode.NOT_FOUND + ":there is no such request",
      ExitCode.CONFLICT + ":it cannot be started, because it was started before or cancelled",
      ExitCode.UNAVAILABLE + ":a store is unavailable",
      ExitCode.WAITING + ":it waits for approval"
    })
public final class RunCommand implements Callable<Integer> {

  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "<request-id>", description = "The id of the request.")
  private String requestId = "";

  @Option(
      names = "--follow",
      description = "Print steps and log lines until the request ends or waits for approval.")
  private boolean follow;

  public RunCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try (Flowforge core =
        Flowforge.open(FlowforgeSettings.from(environment), InstantSource.system())) {
      core.requests().decisions().start(new Caller.Operator(), requestId);
      out.println("Started service request " + requestId);
      out.flush();
      if (!follow) {
        return ExitCode.OK;
      }
      RequestStatus status =
          new RequestFollower(core.requests().reading(), out, spec.commandLine().getErr())
              .follow(requestId);
      out.println("Service request " + requestId + ": " + status.label());
      out.flush();
      return exitCodeOf(status);
    }
  }

  private static int exitCodeOf(RequestStatus status) {
    return switch (status) {
      case COMPLETED -> ExitCode.OK;
      case PENDING -> ExitCode.WAITING;
      case FAILED, CANCELLED, NOT_STARTED, RUNNING -> ExitCode.FAILED;
    };
  }
}
