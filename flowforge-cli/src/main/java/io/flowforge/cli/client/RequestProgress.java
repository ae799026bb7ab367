package io.flowforge.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.text.OneLine;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What has been printed of a request: the changes of its steps, and the lines of their logs. */
public final class RequestProgress {

  private final RequestClient requests;
  private final PrintWriter out;
  private final Optional<String> onlyStep;
  private final boolean areLinesOnly;
  private final Map<String, String> seenStatus = new HashMap<>();
  private final Map<String, Integer> seenLines = new HashMap<>();

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

  /** Prints what is new, and returns whether anything was. */
  boolean print(String id, JsonNode details) {
    boolean isProgress = false;
    for (JsonNode step : StepOrder.of(details)) {
      if (onlyStep.isEmpty() || step.path("name").asText().equals(onlyStep.get())) {
        isProgress |= printStep(id, step);
      }
    }
    out.flush();
    return isProgress;
  }

  private boolean printStep(String id, JsonNode step) {
    String name = step.path("name").asText();
    String status = step.path("status").asText();
    boolean isNew = !status.equals(seenStatus.put(name, status));
    boolean isRunning = status.equals("Running");
    if (status.equals("Not Started") || (!isNew && !isRunning)) {
      return false;
    }
    // A step's lines are newer than its beginning, and older than its end.
    if (isNew && isRunning) {
      printStatus(step);
    }
    boolean isProgress = printLines(id, name) || isNew;
    if (isNew && !isRunning) {
      printStatus(step);
    }
    return isProgress;
  }

  private void printStatus(JsonNode step) {
    if (!areLinesOnly) {
      out.println(OneLine.of(step.path("name").asText() + ": " + StepOrder.status(step)));
    }
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
    unseen.forEach(line -> out.println((areLinesOnly ? "" : "  ") + OneLine.of(line)));
    int total = isEnd ? lines.size() : page.path("next_offset").asInt();
    if (total > 0) {
      seenLines.put(step, total);
    }
    return !unseen.isEmpty();
  }
}
