package io.flowforge.server.api;

import io.flowforge.error.UnavailableException;
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

/** Looks at all that the server needs, at the same time. Safe for use by many threads. */
public final class Readiness implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Readiness.class.getName());

  private final Map<String, Runnable> checks;
  private final Duration patience;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Makes it of its checks.
   *
   * @param checks by name; each throws {@link UnavailableException} when what it looks at is away
   * @param patience what has not answered by then counts as away
   */
  public Readiness(Map<String, Runnable> checks, Duration patience) {
    this.checks = Map.copyOf(checks);
    this.patience = patience;
  }

  /** Whether each of them is there, by name. */
  Map<String, Boolean> check() throws InterruptedException {
    List<String> names = List.copyOf(checks.keySet());
    List<Callable<Boolean>> looks =
        names.stream().<Callable<Boolean>>map(name -> () -> isUp(name)).toList();
    List<Future<Boolean>> seen =
        threads.invokeAll(looks, patience.toMillis(), TimeUnit.MILLISECONDS);
    Map<String, Boolean> result = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      Future<Boolean> look = seen.get(i);
      result.put(names.get(i), look.state() == Future.State.SUCCESS && look.resultNow());
    }
    return result;
  }

  private boolean isUp(String name) {
    try {
      checks.getOrDefault(name, () -> {}).run();
      return true;
    } catch (UnavailableException e) {
      LOG.log(Level.WARNING, "event=not_ready check={0} reason=\"{1}\"", name, e.userMessage());
      return false;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
