package io.flowforge.cli.client.follow;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.cli.client.RequestClient;
import io.flowforge.cli.client.RequestStanding;
import io.flowforge.cli.client.StepOrder;
import io.flowforge.cli.connection.UnreachableException;
import io.flowforge.error.UnavailableException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Follows a request until it ends or waits for a person: prints what its stream brings, and looks
 * at it when the stream says that it is over, now and then in any case, and again and again while
 * there is no stream.
 */
public final class RequestFollower {

  private static final Duration FIRST_INTERVAL = Duration.ofMillis(200);

  /** As often as the front end asks. */
  private static final Duration LAST_INTERVAL = Duration.ofSeconds(2);

  /** Time for the last look before the timeout. */
  private static final Duration LAST_LOOK = Duration.ofMillis(200);

  /** More than all calls of one look take, each of which has a timeout. */
  private static final Duration MAX_LOOK = Duration.ofHours(1);

  /** The time between looks while the stream says that nothing has happened. */
  private static final Duration CHECK = Duration.ofMinutes(1);

  /** The time without progress after which probably no server runs requests. */
  private static final Duration HINT_AFTER = Duration.ofSeconds(10);

  private final RequestClient requests;
  private final RequestProgress progress;
  private final PrintWriter err;
  private final StreamPatience patience;
  private boolean isHintGiven;

  /**
   * @param err receives hints
   */
  public RequestFollower(RequestClient requests, RequestProgress progress, PrintWriter err) {
    this(requests, progress, err, StreamPatience.USUAL);
  }

  RequestFollower(
      RequestClient requests, RequestProgress progress, PrintWriter err, StreamPatience patience) {
    this.requests = requests;
    this.progress = progress;
    this.err = err;
    this.patience = patience;
  }

  /**
   * Prints the progress until the request ends, waits for a person, or the timeout passes.
   *
   * @param timeout the total time; zero for no limit
   * @return the details of the request; empty if the timeout passed
   * @throws UnavailableException if a store has been unavailable for a minute
   * @throws UnreachableException if the server could not be reached for a minute
   */
  public Optional<JsonNode> follow(String id, Duration timeout) throws InterruptedException {
    try (var stream = new FollowedStream(requests, id, progress, patience)) {
      return follow(id, timeout, stream);
    }
  }

  private Optional<JsonNode> follow(String id, Duration timeout, FollowedStream stream)
      throws InterruptedException {
    long begin = System.nanoTime();
    OptionalLong outageBegan = OptionalLong.empty();
    Duration interval = FIRST_INTERVAL;
    while (true) {
      try {
        Look look = look(id, stream, timeout.isZero() ? MAX_LOOK : timeout.minus(since(begin)));
        outageBegan = OptionalLong.empty();
        if (RequestStanding.of(look.details()).isSettled()) {
          return Optional.of(look.details());
        }
        interval = look.isProgress() || stream.isOpen() ? FIRST_INTERVAL : longer(interval);
        hint(look.details(), begin);
      } catch (TimeoutException _) {
        return Optional.empty();
      } catch (UnavailableException | UnreachableException e) {
        outageBegan = OptionalLong.of(outageBegan.orElseGet(System::nanoTime));
        if (since(outageBegan.getAsLong()).compareTo(patience.outage()) > 0) {
          throw e;
        }
        interval = longer(interval);
      }
      Duration longest = outageBegan.isPresent() ? interval : untilCheck(begin);
      if (!timeout.isZero()) {
        Duration rest = timeout.minus(since(begin));
        if (!rest.isPositive()) {
          return Optional.empty();
        }
        // The last look is at the end of the time, not one interval before it.
        longest = min(longest, rest.compareTo(LAST_LOOK) > 0 ? rest.minus(LAST_LOOK) : rest);
      }
      if (stream.await(interval, longest)) {
        outageBegan = OptionalLong.empty();
      }
    }
  }

  private record Look(JsonNode details, boolean isProgress) {}

  /** Asks once, and prints what is new; a call that hangs must not outlast the command. */
  private Look look(String id, FollowedStream stream, Duration limit)
      throws InterruptedException, TimeoutException {
    var task =
        new FutureTask<Look>(
            () -> {
              stream.prepare();
              JsonNode details = requests.details(id);
              return new Look(details, progress.print(id, details));
            });
    Thread.startVirtualThread(task);
    try {
      return task.get(Math.max(0, limit.toMillis()), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } finally {
      task.cancel(true);
    }
  }

  /** Returns how long a stream may go on without a look. */
  private Duration untilCheck(long begin) {
    Duration untilHint = HINT_AFTER.minus(since(begin));
    return isHintGiven || !untilHint.isPositive() ? CHECK : untilHint;
  }

  private void hint(JsonNode details, long begin) {
    boolean isIdle = !StepOrder.haveBegun(details);
    if (!isHintGiven && isIdle && since(begin).compareTo(HINT_AFTER) > 0) {
      isHintGiven = true;
      err.println(
          "No step has begun for 10 s. The request stays in the queue; is a server running?");
      err.flush();
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static Duration longer(Duration interval) {
    return min(interval.multipliedBy(3).dividedBy(2), LAST_INTERVAL);
  }

  private static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }
}
