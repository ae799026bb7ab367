package io.flowforge.cli.output;

import io.flowforge.error.UnavailableException;
import io.flowforge.identity.Caller;
import io.flowforge.request.RequestDetails;
import io.flowforge.request.RequestReading;
import io.flowforge.request.StepLogPage;
import io.flowforge.request.StepState;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.request.state.StepStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Prints what happens to a request, until it ends or waits for a person. */
public final class RequestFollower {

  private static final Caller OPERATOR = new Caller.Operator();
  private static final Duration INTERVAL = Duration.ofMillis(300);

  /** Longer than a restart of a store takes. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** When nobody has done anything for so long, probably nobody is there. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

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
   * Returns the status in which the request ended or waits.
   *
   * @throws UnavailableException when a store has been away for a minute
   */
  public RequestStatus follow(String id) throws InterruptedException {
    long begin = System.nanoTime();
    long answered = begin;
    boolean isHintGiven = false;
    while (true) {
      try {
        RequestDetails details = requests.get(OPERATOR, id);
        print(id, details);
        answered = System.nanoTime();
        RequestStatus status = details.request().status();
        if (status.isEnd() || status == RequestStatus.PENDING) {
          return status;
        }
        if (!isHintGiven && seenLines.isEmpty() && isOlderThan(SILENCE, begin)) {
          isHintGiven = true;
          err.println(
              "No server has taken the request up yet. It stays in the queue; is a server running on"
                  + " these stores?");
          err.flush();
        }
      } catch (UnavailableException e) {
        if (isOlderThan(PATIENCE, answered)) {
          throw e;
        }
      }
      Thread.sleep(INTERVAL);
    }
  }

  private void print(String id, RequestDetails details) {
    for (StepState step : details.steps()) {
      StepStatus before = seenStatus.put(step.name(), step.status());
      if (step.status() == StepStatus.NOT_STARTED) {
        continue;
      }
      // Lines come before the end of their step: they were there before it.
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
