package io.flowforge.server.api;

import io.flowforge.error.UnavailableException;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Checks everything that the server needs, in parallel. Thread-safe. */
public final class Readiness implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Readiness.class.getName());

  private final Map<String, Runnable> checks;
  private final Duration timeout;

  /** The reasons that were logged last, by the names of their checks. */
  private final Map<String, String> reported = new ConcurrentHashMap<>();

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Creates it from its checks.
   *
   * @param checks by name; each throws {@link UnavailableException} if it fails
   * @param timeout a check that takes longer counts as failed
   */
  public Readiness(Map<String, Runnable> checks, Duration timeout) {
    this.checks = Map.copyOf(checks);
    this.timeout = timeout;
  }

  /** Returns whether each check succeeded, by name. */
  Map<String, Boolean> check() throws InterruptedException {
    List<String> names = List.copyOf(checks.keySet());
    List<Callable<Boolean>> tasks =
        names.stream().<Callable<Boolean>>map(name -> () -> isUp(name)).toList();
    List<Future<Boolean>> results =
        threads.invokeAll(tasks, timeout.toMillis(), TimeUnit.MILLISECONDS);
    Map<String, Boolean> isUpByName = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      Future<Boolean> result = results.get(i);
      if (result.isCancelled()) {
        report(name, "no response within " + timeout.toMillis() + " ms", null);
      }
      isUpByName.put(name, result.state() == Future.State.SUCCESS && result.resultNow());
    }
    return isUpByName;
  }

  private boolean isUp(String name) {
    try {
      checks.getOrDefault(name, () -> {}).run();
      if (reported.remove(name) != null) {
        LOG.log(Level.INFO, LogEvent.of("ready_again").with("check", name));
      }
      return true;
    } catch (UnavailableException e) {
      report(name, e.userMessage(), e.getCause());
      return false;
    }
  }

  /** Logs a reason once until it changes: anybody may ask as often as they like. */
  private void report(String check, String reason, @Nullable Throwable cause) {
    if (!reason.equals(reported.put(check, reason))) {
      LOG.log(
          Level.WARNING,
          LogEvent.of("not_ready")
              .with("check", check)
              .with("reason", reason)
              .with("cause", cause == null ? "" : rootOf(cause)));
    }
  }

  private static Throwable rootOf(Throwable failure) {
    return failure.getCause() == null ? failure : rootOf(failure.getCause());
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
