package io.flowforge.cli.command.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.cli.client.RequestClient;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.command.option.ConnectionOptions;
import io.flowforge.cli.command.option.FollowOptions;
import io.flowforge.cli.command.option.OutputOptions;
import io.flowforge.cli.command.tree.CommandContext;
import io.flowforge.cli.connection.Connection;
import io.flowforge.cli.output.Results;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code flowforge request retry}. */
@Command(
    name = "retry",
    description = {
      "Retries a failed service request: goes on from the step that failed, or from an earlier one.",
      "The steps before it stay completed. Approvals from there on are asked for again."
    },
    footerHeading = "%nExample:%n",
    footer = "  flowforge request retry 65f000000000000000000001 --from 'Create it' --follow",
    exitCodeListHeading = "%nExit codes with --follow:%n",
    exitCodeList = {
      ExitCode.OK + ":the request completed",
      ExitCode.FAILED + ":it failed",
      ExitCode.WAITING + ":it waits for approval",
      ExitCode.REJECTED + ":an admin rejected it",
      ExitCode.CANCELLED + ":it was cancelled",
      ExitCode.TIMEOUT + ":the timeout passed; the request goes on"
    })
public final class RetryRequest implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "<request-id>", description = "The id of the request.")
  private String requestId = "";

  @Option(
      names = "--from",
      paramLabel = "<step>",
      description = "The name of the step to go on from (default: the one that failed).")
  private @Nullable String fromStep;

  @Option(
      names = "--pipeline",
      paramLabel = "<pipeline-id>",
      description = "The id of a later version of the pipeline to go on with.")
  private @Nullable String pipelineId;

  @Mixin private FollowOptions following = new FollowOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public RetryRequest(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    following.check(spec);
    Results results = output.results(context, spec);
    try (Connection server = connection.open(context, spec)) {
      var requests = new RequestClient(server.api());
      JsonNode run =
          requests.retry(requestId, Optional.ofNullable(fromStep), Optional.ofNullable(pipelineId));
      return following.finish(requests, requestId, sentence(run), results, connection, spec);
    }
  }

  private String sentence(JsonNode run) {
    return "Retried service request %s from step '%s' (run %d)"
        .formatted(requestId, run.path("from_step").asText(), run.path("run").asInt());
  }
}
