package io.flowforge.execution.queue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Tells the workers of this process that work has been queued, so that they need not wait for their
 * next poll. Safe for use by many threads.
 */
public final class WorkSignal {

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  public void onWork(Runnable listener) {
    listeners.add(listener);
  }

  void send() {
    listeners.forEach(Runnable::run);
  }
}
