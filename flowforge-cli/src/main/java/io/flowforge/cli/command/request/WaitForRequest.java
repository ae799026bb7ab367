package io.flowforge.cli.command.request;

import io.flowforge.cli.client.RequestClient;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.command.option.ConnectionOptions;
import io.flowforge.cli.command.option.FollowOptions;
import io.flowforge.cli.command.option.OutputOptions;
import io.flowforge.cli.command.option.SpanOfTime;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.connection.Connection;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code flowforge request wait}. */
@Command(
    name = "wait",
    description = "Waits until a service request ends or waits for approval.",
    footerHeading = "%nExample:%n",
    footer = "  flowforge request wait 65f000000000000000000001 --timeout 10m",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      ExitCode.OK + ":the request completed",
      ExitCode.FAILED + ":it failed",
      ExitCode.WAITING + ":it waits for approval",
      ExitCode.REJECTED + ":an admin rejected it",
      ExitCode.CANCELLED + ":it was cancelled",
      ExitCode.TIMEOUT + ":the timeout passed; the request goes on"
    })
public final class WaitForRequest implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "<request-id>", description = "The id of the request.")
  private String requestId = "";

  @Option(
      names = "--timeout",
      paramLabel = "<time>",
      converter = SpanOfTime.class,
      description = "How long to wait at most, such as 90s or 10m. The request goes on.")
  private @Nullable Duration timeout;

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public WaitForRequest(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Connection server = connection.open(context, spec)) {
      return FollowOptions.await(
          new RequestClient(server.api()),
          requestId,
          timeout == null ? Duration.ZERO : timeout,
          output.results(context, spec),
          spec);
    }
  }
}
