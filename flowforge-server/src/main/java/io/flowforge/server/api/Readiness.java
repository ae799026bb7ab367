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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Checks everything that the server needs, in parallel. Thread-safe. */
public final class Readiness implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Readiness.class.getName());

  private final Map<String, Runnable> checks;
  private final Duration timeout;
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
        logNotReady(name, "no response within " + timeout.toMillis() + " ms");
      }
      isUpByName.put(name, result.state() == Future.State.SUCCESS && result.resultNow());
    }
    return isUpByName;
  }

  private boolean isUp(String name) {
    try {
      checks.getOrDefault(name, () -> {}).run();
      return true;
    } catch (UnavailableException e) {
      logNotReady(name, e.userMessage());
      return false;
    }
  }

  private static void logNotReady(String check, String reason) {
    LOG.log(Level.WARNING, LogEvent.of("not_ready").with("check", check).with("reason", reason));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
