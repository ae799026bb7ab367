package io.flowforge.cli.doctor;

import static java.util.Objects.requireNonNull;

import io.flowforge.error.FlowforgeException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs checks at the same time, so that a dead host delays none of the others. */
final class SideBySide {

  private final Duration limit;

  /**
   * @param limit the maximum time of all checks together
   */
  SideBySide(Duration limit) {
    this.limit = limit;
  }

  /** Returns the findings of all checks, in the order of the checks. */
  List<Finding> run(List<Check> checks) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    List<FutureTask<List<Finding>>> tasks = new ArrayList<>();
    for (Check check : checks) {
      var task = new FutureTask<>(check.findings());
      tasks.add(task);
      // A daemon, unlike a pool: one that hangs does not keep the process alive.
      Thread.ofPlatform().daemon().name("doctor-" + check.name()).start(task);
    }
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < checks.size(); i++) {
      findings.addAll(result(checks.get(i).name(), tasks.get(i), end - System.nanoTime()));
    }
    return findings;
  }

  private List<Finding> result(String check, FutureTask<List<Finding>> task, long nanos)
      throws InterruptedException {
    try {
      return task.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      return List.of(
          Finding.unreachable(
              check,
              "no result within %d s".formatted(limit.toSeconds()),
              "check its address and the network to it"));
    } catch (ExecutionException e) {
      return List.of(failed(check, requireNonNull(e.getCause())));
    }
  }

  private static Finding failed(String check, Throwable failure) {
    return switch (failure) {
      case UnavailableException outage ->
          Finding.unreachable(check, outage.userMessage(), "start it, or correct its address");
      case InvalidException invalid ->
          new Finding(check, Finding.Kind.INVALID, invalid.userMessage(), "correct the setting");
      case FlowforgeException expected -> Finding.problem(check, expected.userMessage(), "");
      default ->
          Finding.problem(
              check,
              "the check failed: " + failure.getClass().getSimpleName(),
              "see the log, and report it");
    };
  }
}
