package io.flowforge.request.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request is to do, written down as simply as can be, in texts and numbers, and without a
 * line of the code that it is compared with.
 */
final class ReferenceModel {

  /** What a worker may report. */
  enum Report {
    COMPLETED,
    FAILED,
    FAILED_AND_TRIED_AGAIN,
    WAITS
  }

  final List<String> steps;
  String status = "Not Started";
  int step;
  int attempt = 1;
  int transitions = 1;

  /** Which worker's report counts; 0 for nobody's. */
  int owner;

  /** Which piece of work is to be done, by the transition that asked for it; 0 for none. */
  int work;

  final Map<String, List<String>> events = new HashMap<>();

  ReferenceModel(List<String> steps) {
    this.steps = List.copyOf(steps);
    steps.forEach(name -> events.put(name, new ArrayList<>(List.of("Not Started"))));
  }

  boolean start() {
    if (!status.equals("Not Started")) {
      return false;
    }
    go("Running", "Running");
    work = transitions;
    return true;
  }

  boolean cancel() {
    if (List.of("Completed", "Failed", "Cancelled").contains(status)) {
      return false;
    }
    go("Cancelled", status.equals("Not Started") ? null : "Cancelled");
    return true;
  }

  boolean approve() {
    if (!status.equals("Pending")) {
      return false;
    }
    complete();
    work = status.equals("Running") ? transitions : 0;
    return true;
  }

  boolean reject() {
    if (!status.equals("Pending")) {
      return false;
    }
    go("Failed", "Failed");
    return true;
  }

  /** A worker takes up a piece of work: from now on it is the only one that counts. */
  boolean take(int worker, long piece) {
    if (!status.equals("Running") || piece != work) {
      return false;
    }
    owner = worker;
    return true;
  }

  boolean report(int worker, Report report) {
    if (owner != worker) {
      return false;
    }
    switch (report) {
      case COMPLETED -> {
        complete();
        owner = status.equals("Running") ? worker : 0;
      }
      case FAILED -> go("Failed", "Failed");
      case WAITS -> go("Pending", null);
      case FAILED_AND_TRIED_AGAIN -> {
        go("Running", null);
        attempt++;
        work = transitions;
      }
    }
    return true;
  }

  private void complete() {
    boolean isLast = step == steps.size() - 1;
    go(isLast ? "Completed" : "Running", "Completed");
    if (!isLast) {
      step++;
      attempt = 1;
      eventsOf(step).add("Running");
    }
  }

  private void go(String next, @Nullable String event) {
    transitions++;
    status = next;
    owner = 0;
    if (event != null) {
      eventsOf(step).add(event);
    }
  }

  private List<String> eventsOf(int index) {
    return events.getOrDefault(steps.get(index), new ArrayList<>());
  }
}
