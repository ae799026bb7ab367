package io.flowforge.cli.client.follow;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.cli.client.RequestClient;
import io.flowforge.cli.client.StepOrder;
import io.flowforge.text.OneLine;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has been printed of a request: the changes of its steps, and the lines of their logs. Looks
 * and the stream may both bring the same thing, in any order; it is printed once.
 */
public final class RequestProgress {

  private static final String NOT_STARTED = "Not Started";
  private static final String RUNNING = "Running";

  private final RequestClient requests;
  private final PrintWriter out;
  private final Optional<String> onlyStep;
  private final boolean areLinesOnly;
  private final Map<String, String> seenStatus = new HashMap<>();
  private final Map<String, Integer> seenLines = new HashMap<>();
  private final Map<String, LookedAt> lookedAt = new HashMap<>();

  /** What the latest look has found of a step. */
  private record LookedAt(String status, Instant since) {}

  private RequestProgress(
      RequestClient requests, PrintWriter out, Optional<String> onlyStep, boolean areLinesOnly) {
    this.requests = requests;
    this.out = out;
    this.onlyStep = onlyStep;
    this.areLinesOnly = areLinesOnly;
  }

  /** Returns the progress of all steps. */
  public static RequestProgress ofSteps(RequestClient requests, PrintWriter out) {
    return new RequestProgress(requests, out, Optional.empty(), false);
  }

  /**
   * Returns the lines of the logs.
   *
   * @param step the name of the only step to print; empty for all
   */
  static RequestProgress ofLines(RequestClient requests, PrintWriter out, Optional<String> step) {
    return new RequestProgress(requests, out, step, true);
  }

  /** Prints what a look has found, as far as it is new, and returns whether anything was. */
  boolean print(String id, JsonNode details) {
    boolean isProgress = false;
    for (JsonNode step : StepOrder.of(details)) {
      if (isChosen(step.path("name").asText())) {
        isProgress |= printStep(id, step);
      }
    }
    out.flush();
    return isProgress;
  }

  /**
   * Prints how a step has changed, as the stream says, unless a look has found that or more.
   *
   * @param step its name, its status, and since when
   * @param isRejection whether an admin has rejected it
   */
  void changed(JsonNode step, boolean isRejection) {
    String name = step.path("name").asText();
    String status = step.path("status").asText();
    if (!isChosen(name) || !isNewer(name, status, since(step))) {
      return;
    }
    boolean isNew = !status.equals(seenStatus.put(name, status));
    if (isNew && !status.equals(NOT_STARTED)) {
      printStatus(name, isRejection ? StepOrder.REJECTED : status);
    }
  }

  /**
   * Prints lines that have not been printed.
   *
   * @param first how many lines of that log are before them
   */
  void logged(String step, int first, List<String> lines) {
    if (isChosen(step)) {
      int seen = seenLines.getOrDefault(step, 0);
      int end = first + lines.size();
      if (end > seen) {
        lines.subList(Math.max(0, seen - first), lines.size()).forEach(this::printLine);
        seenLines.put(step, end);
      }
    }
  }

  /** Notes that another run writes the log of a step anew. */
  void beginsLogAgain(String step) {
    seenLines.remove(step);
  }

  /** Shows what was printed since the last look. */
  void flush() {
    out.flush();
  }

  private boolean isChosen(String step) {
    return onlyStep.isEmpty() || step.equals(onlyStep.get());
  }

  /** The stream tells everything since the beginning, and a look only how it is. */
  private boolean isNewer(String step, String status, Instant since) {
    LookedAt look = lookedAt.get(step);
    if (look == null) {
      return true;
    }
    boolean isWithinOneTick =
        since.equals(look.since())
            && look.status().equals(RUNNING)
            && !status.equals(RUNNING)
            && !status.equals(NOT_STARTED);
    return since.isAfter(look.since()) || isWithinOneTick;
  }

  /** Without a time, the looks decide. */
  private static Instant since(JsonNode step) {
    try {
      return Instant.parse(step.path("updated_at").asText());
    } catch (DateTimeParseException _) {
      return Instant.MAX;
    }
  }

  private boolean printStep(String id, JsonNode step) {
    String name = step.path("name").asText();
    String status = step.path("status").asText();
    lookedAt.put(name, new LookedAt(status, since(step)));
    boolean isNew = !status.equals(seenStatus.put(name, status));
    boolean isRunning = status.equals(RUNNING);
    if (status.equals(NOT_STARTED) || (!isNew && !isRunning)) {
      return false;
    }
    // A step's lines are newer than its beginning, and older than its end.
    if (isNew && isRunning) {
      printStatus(name, StepOrder.status(step));
    }
    boolean isProgress = printLines(id, name) || isNew;
    if (isNew && !isRunning) {
      printStatus(name, StepOrder.status(step));
    }
    return isProgress;
  }

  private void printStatus(String step, String status) {
    if (!areLinesOnly) {
      out.println(OneLine.of(step + ": " + status));
    }
  }

  private void printLine(String line) {
    out.println((areLinesOnly ? "" : "  ") + OneLine.of(line));
  }

  private boolean printLines(String id, String step) {
    int offset = seenLines.getOrDefault(step, 0);
    JsonNode page = requests.log(id, step, offset);
    List<String> lines = new ArrayList<>();
    page.path("logs").forEach(line -> lines.add(line.asText()));
    // When the step has ended, the page has all lines, whatever the offset.
    boolean isEnd = page.path("end_of_logs").asBoolean();
    List<String> unseen =
        isEnd ? lines.subList(Math.min(offset, lines.size()), lines.size()) : lines;
    unseen.forEach(this::printLine);
    int total = isEnd ? lines.size() : page.path("next_offset").asInt();
    if (total > 0) {
      seenLines.put(step, total);
    }
    return !unseen.isEmpty();
  }
}
