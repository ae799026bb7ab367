package io.flowforge.cli.command.request;

import io.flowforge.cli.client.RequestClient;
import io.flowforge.cli.client.follow.GoesOnNotice;
import io.flowforge.cli.client.follow.RequestLogs;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.command.option.ConnectionOptions;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code flowforge request logs}. */
@Command(
    name = "logs",
    description = "Prints the log lines of a service request, of all steps or of one.",
    footerHeading = "%nExample:%n",
    footer = "  flowforge request logs 65f000000000000000000001 --follow")
public final class ShowLogs implements Callable<Integer> {

  private final CommandContext context;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "<request-id>", description = "The id of the request.")
  private String requestId = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "<step>",
      description = "The name of a step (default: all).")
  private @Nullable String step;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the request ends or waits for approval.")
  private boolean isFollowing;

  @Option(
      names = "--run",
      paramLabel = "<number>",
      description = "The number of a run, from 1 (default: the latest one of each step).")
  private @Nullable Integer run;

  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  public ShowLogs(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (run != null && isFollowing) {
      throw new ParameterException(spec.commandLine(), "--run cannot be combined with --follow");
    }
    try (Connection server = connection.open(context, spec)) {
      var logs = new RequestLogs(new RequestClient(server.api()), requestId);
      Results results = output.results(context, spec);
      if (run != null) {
        logs.printRun(run, Optional.ofNullable(step), results);
        return ExitCode.OK;
      }
      if (!isFollowing) {
        logs.print(Optional.ofNullable(step), results);
        return ExitCode.OK;
      }
      GoesOnNotice notice = GoesOnNotice.open(spec.commandLine().getErr(), requestId);
      try (notice) {
        logs.follow(Optional.ofNullable(step), results, spec.commandLine().getErr());
      } catch (RuntimeException e) {
        notice.print();
        throw e;
      }
      if (!results.areForPeople()) {
        logs.print(Optional.ofNullable(step), results);
      }
      return ExitCode.OK;
    }
  }
}
