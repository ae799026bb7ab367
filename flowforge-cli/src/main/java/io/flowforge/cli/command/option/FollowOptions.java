package io.flowforge.cli.command.option;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.cli.client.RequestClient;
import io.flowforge.cli.client.RequestStanding;
import io.flowforge.cli.client.follow.GoesOnNotice;
import io.flowforge.cli.client.follow.RequestFollower;
import io.flowforge.cli.client.follow.RequestProgress;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.output.Results;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options to follow a request, and the exit codes for how it ends. */
public final class FollowOptions {

  @Option(
      names = {"-f", "--follow"},
      description = "Print steps and log lines until the request ends or waits for approval.")
  private boolean isFollowing;

  @Option(
      names = "--timeout",
      paramLabel = "<time>",
      converter = SpanOfTime.class,
      description = "With --follow: how long to wait, such as 90s or 10m. The request goes on.")
  private @Nullable Duration timeout;

  /** Tests whether the command is to follow the request; see {@link #check}. */
  public boolean isFollowing(CommandSpec spec) {
    check(spec);
    return isFollowing;
  }

  /**
   * Checks the options, before anything is changed.
   *
   * @throws ParameterException if there is a timeout for nothing
   */
  public void check(CommandSpec spec) {
    if (timeout != null && !isFollowing) {
      throw new ParameterException(spec.commandLine(), "--timeout works only with --follow");
    }
  }

  /**
   * Follows the request, prints how it ends, and returns the exit code.
   *
   * @param results receive the progress, too, if people read them
   */
  public int follow(RequestClient requests, String id, Results results, CommandSpec spec)
      throws InterruptedException {
    return end(
        requests, id, timeout == null ? Duration.ZERO : timeout, results.progress(), results, spec);
  }

  /**
   * Ends a command that has changed a request: follows it if that was asked for, and otherwise
   * prints what was done.
   *
   * @param sentence what was done, without a full stop
   * @return the exit code
   */
  public int finish(
      RequestClient requests,
      String id,
      String sentence,
      Results results,
      ConnectionOptions connection,
      CommandSpec spec)
      throws InterruptedException {
    if (isFollowing) {
      connection.tell(spec, sentence + ".");
      return follow(requests, id, results, spec);
    }
    results.done(() -> requests.details(id), id, sentence);
    return ExitCode.OK;
  }

  /**
   * Waits in silence until the request settles, prints how, and returns the exit code.
   *
   * @param limit zero for no limit
   */
  public static int await(
      RequestClient requests, String id, Duration limit, Results results, CommandSpec spec)
      throws InterruptedException {
    return end(requests, id, limit, new PrintWriter(Writer.nullWriter()), results, spec);
  }

  private static int end(
      RequestClient requests,
      String id,
      Duration limit,
      PrintWriter progress,
      Results results,
      CommandSpec spec)
      throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    var follower = new RequestFollower(requests, RequestProgress.ofSteps(requests, progress), err);
    GoesOnNotice notice = GoesOnNotice.open(err, id);
    try (notice) {
      Optional<JsonNode> end = follower.follow(id, limit);
      if (end.isEmpty()) {
        err.println("The timeout has passed.");
        notice.print();
        return ExitCode.TIMEOUT;
      }
      results.done(end::get, id, sentence(id, end.get()));
      return exitCode(RequestStanding.of(end.get()));
    } catch (RuntimeException e) {
      notice.print();
      throw e;
    }
  }

  private static String sentence(String id, JsonNode details) {
    return RequestStanding.of(details) == RequestStanding.REJECTED
        ? "Service request %s: Failed (rejected)".formatted(id)
        : "Service request %s: %s".formatted(id, RequestStanding.status(details));
  }

  /** Returns the exit code for a request that was followed to here. */
  static int exitCode(RequestStanding standing) {
    return switch (standing) {
      case COMPLETED -> ExitCode.OK;
      case WAITING -> ExitCode.WAITING;
      case REJECTED -> ExitCode.REJECTED;
      case CANCELLED -> ExitCode.CANCELLED;
      case FAILED, NOT_STARTED, RUNNING -> ExitCode.FAILED;
    };
  }
}
