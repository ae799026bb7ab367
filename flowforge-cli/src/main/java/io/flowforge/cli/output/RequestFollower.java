package io.flowforge.cli.output;

import io.flowforge.error.UnavailableException;
import io.flowforge.identity.Caller;
import io.flowforge.request.RequestDetails;
import io.flowforge.request.RequestReading;
import io.flowforge.request.StepState;
import io.flowforge.request.log.StepLogPage;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.state.StepStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The progress of a request on a terminal, until it ends or waits for a person. */
public final class RequestFollower {

  private static final Caller OPERATOR = new Caller.Operator();
  private static final Duration POLL_INTERVAL = Duration.ofMillis(300);

  /** Longer than the restart of a store takes. */
  private static final Duration OUTAGE_TIMEOUT = Duration.ofSeconds(60);

  /** The time without progress after which probably no server is running. */
  private static final Duration HINT_AFTER = Duration.ofSeconds(10);

  private final RequestReading requests;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Map<String, StepStatus> seenStatus = new HashMap<>();
  private final Map<String, Integer> seenLines = new HashMap<>();

  public RequestFollower(RequestReading requests, PrintWriter out, PrintWriter err) {
    this.requests = requests;
    this.out = out;
    this.err = err;
  }

  /**
   * Prints the progress, and returns the status in which the request ended or waits.
   *
   * @throws UnavailableException if a store has been unavailable for a minute
   */
  public RequestStatus follow(String id) throws InterruptedException {
    long begin = System.nanoTime();
    long responded = begin;
    boolean isHintGiven = false;
    while (true) {
      try {
        RequestDetails details = requests.get(OPERATOR, id);
        print(id, details);
        responded = System.nanoTime();
        RequestStatus status = details.request().status();
        if (status.isEnd() || status == RequestStatus.PENDING) {
          return status;
        }
        if (!isHintGiven && seenLines.isEmpty() && isOlderThan(HINT_AFTER, begin)) {
          isHintGiven = true;
          err.println(
              "No server has claimed the request yet. It stays in the queue; is a server running on"
                  + " these stores?");
          err.flush();
        }
      } catch (UnavailableException e) {
        if (isOlderThan(OUTAGE_TIMEOUT, responded)) {
          throw e;
        }
      }
      Thread.sleep(POLL_INTERVAL);
    }
  }

  private void print(String id, RequestDetails details) {
    for (StepState step : details.steps()) {
      StepStatus before = seenStatus.put(step.name(), step.status());
      if (step.status() == StepStatus.NOT_STARTED) {
        continue;
      }
      // A step's lines are older than its end, so they come first.
      boolean isNew = before != step.status();
      if (isNew && step.status() == StepStatus.RUNNING) {
        out.println(step.name() + ": " + step.status().label());
      }
      printLines(id, step.name());
      if (isNew && step.status() != StepStatus.RUNNING) {
        out.println(step.name() + ": " + step.status().label());
      }
    }
    out.flush();
  }

  private void printLines(String id, String step) {
    int offset = seenLines.getOrDefault(step, 0);
    StepLogPage page = requests.log(OPERATOR, id, step, offset);
    int known = page.isEnd() ? offset : 0;
    page.lines().stream().skip(known).forEach(line -> out.println("  " + line));
    int total = page.isEnd() ? page.lines().size() : page.nextOffset();
    if (total > 0) {
      seenLines.put(step, total);
    }
  }

  private static boolean isOlderThan(Duration age, long nanoTime) {
    return System.nanoTime() - nanoTime > age.toNanos();
  }
}
