package io.flowforge.testing;

import io.flowforge.error.FlowforgeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Actions of several people at the same moment. */
public final class Race {

  private Race() {}

  /**
   * Runs the actions at once and returns for each whether it succeeded.
   *
   * @param refusals the exceptions that count as a refusal
   * @throws ExecutionException if an action failed otherwise, such as with an outage, as which a
   *     deadlock appears
   */
  public static List<Boolean> of(
      Set<Class<? extends FlowforgeException>> refusals, List<Runnable> actions)
      throws InterruptedException, ExecutionException {
    var ready = new CountDownLatch(actions.size());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> futures = new ArrayList<>();
      for (Runnable action : actions) {
        futures.add(
            threads.submit(
                () -> {
                  ready.countDown();
                  ready.await();
                  return succeeds(action, refusals);
                }));
      }
      List<Boolean> wins = new ArrayList<>();
      for (Future<Boolean> future : futures) {
        wins.add(future.get());
      }
      return wins;
    }
  }

  /** Runs the action and returns whether it succeeded; false if it was refused. */
  public static boolean succeeds(
      Runnable action, Set<Class<? extends FlowforgeException>> refusals) {
    try {
      action.run();
      return true;
    } catch (FlowforgeException e) {
      if (!refusals.contains(e.getClass())) {
        throw e;
      }
      return false;
    }
  }
}
