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
    List<Callable<Void>> tasks = names.stream().map(this::task).toList();
    List<Future<Void>> results =
        threads.invokeAll(tasks, timeout.toMillis(), TimeUnit.MILLISECONDS);
    Map<String, Boolean> isUpByName = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      isUpByName.put(names.get(i), isUp(names.get(i), results.get(i)));
    }
    return isUpByName;
  }

  private Callable<Void> task(String name) {
    return () -> {
      checks.getOrDefault(name, () -> {}).run();
      return null;
    };
  }

  /** A check that ends after its time says nothing more, however it ends. */
  private boolean isUp(String name, Future<Void> result) {
    switch (result.state()) {
      case SUCCESS -> {
        if (reported.remove(name) != null) {
          LOG.log(Level.INFO, LogEvent.of("ready_again").with("check", name));
        }
        return true;
      }
      case FAILED -> {
        Throwable failure = result.exceptionNow();
        String reason =
            failure instanceof UnavailableException outage
                ? outage.userMessage()
                : "the check failed: " + failure;
        report(name, reason, failure.getCause());
      }
      case CANCELLED, RUNNING ->
          report(name, "no response within " + timeout.toMillis() + " ms", null);
    }
    return false;
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
