package io.flowforge.request.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The specification of a request's life, as simple as possible, in strings and numbers, without any
 * of the code that it is compared with.
 */
final class ReferenceModel {

  /** A report of a worker. */
  enum Report {
    COMPLETED,
    FAILED,
    FAILED_AND_TRIED_AGAIN,
    /** The step has completed, and no other may begin. */
    HALTED,
    WAITS,
    /** The step goes on when its time or a signal comes. */
    SUSPENDED
  }

  final List<String> steps;
  String status = "Not Started";
  int step;
  int attempt = 1;
  int run = 1;
  int transitions = 1;

  /** Whether the organization has been deleted, so that the request can only end. */
  boolean closed;

  /** Whether the current step is suspended. */
  boolean suspended;

  /** The only worker whose report counts, 0 for none. */
  int owner;

  /** The number of the transition that queued the current work, 0 for none. */
  int work;

  final Map<String, List<String>> events = new HashMap<>();

  ReferenceModel(List<String> steps) {
    this.steps = List.copyOf(steps);
    steps.forEach(name -> events.put(name, new ArrayList<>(List.of("Not Started"))));
  }

  boolean start() {
    if (!status.equals("Not Started") || closed) {
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
    if (!status.equals("Pending") || (closed && !isLast())) {
      return false;
    }
    complete();
    work = status.equals("Running") ? transitions : 0;
    return true;
  }

  boolean signal() {
    if (!status.equals("Running") || !suspended || closed) {
      return false;
    }
    go("Running", null);
    work = transitions;
    suspended = true;
    return true;
  }

  boolean reject() {
    if (!status.equals("Pending")) {
      return false;
    }
    go("Failed", "Failed");
    return true;
  }

  /**
   * Somebody retries a failed request from one of its steps; those behind it are as if they had
   * never begun.
   */
  boolean retry(int from) {
    if (!status.equals("Failed") || closed) {
      return false;
    }
    for (int later = from + 1; later < steps.size(); later++) {
      List<String> known = eventsOf(later);
      if (!known.getLast().equals("Not Started")) {
        known.add("Not Started");
      }
    }
    go("Running", null);
    step = from;
    eventsOf(step).add("Running");
    attempt = 1;
    run++;
    work = transitions;
    return true;
  }

  /** A worker claims the work; from now on only its reports count. */
  boolean take(int worker, long piece) {
    if (!status.equals("Running") || piece != work || closed) {
      return false;
    }
    owner = worker;
    return true;
  }

  boolean report(int worker, Report report) {
    boolean isEnd =
        report == Report.FAILED
            || report == Report.HALTED
            || (report == Report.COMPLETED && isLast());
    if (owner != worker || (closed && !isEnd)) {
      return false;
    }
    switch (report) {
      case COMPLETED -> {
        complete();
        owner = status.equals("Running") ? worker : 0;
      }
      case FAILED -> go("Failed", "Failed");
      case HALTED -> go("Failed", "Completed");
      case WAITS -> go("Pending", null);
      case FAILED_AND_TRIED_AGAIN -> {
        go("Running", null);
        attempt++;
        work = transitions;
      }
      case SUSPENDED -> {
        go("Running", null);
        work = transitions;
        suspended = true;
      }
    }
    return true;
  }

  private boolean isLast() {
    return step == steps.size() - 1;
  }

  private void complete() {
    boolean isLast = isLast();
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
    suspended = false;
    if (event != null) {
      eventsOf(step).add(event);
    }
  }

  private List<String> eventsOf(int index) {
    return events.getOrDefault(steps.get(index), new ArrayList<>());
  }
}
