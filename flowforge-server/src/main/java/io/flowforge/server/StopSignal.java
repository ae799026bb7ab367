package io.flowforge.server;

import java.util.concurrent.CountDownLatch;

/**
 * The signal that ends the process (Ctrl-C, SIGTERM), for one thread that waits for it. The process
 * does not end before that thread closes this object, so open it first, and then everything that
 * must be closed in order.
 */
public final class StopSignal implements AutoCloseable {

  private final CountDownLatch signal = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  private final Runnable onSignal;

  private StopSignal(Runnable onSignal) {
    this.onSignal = onSignal;
  }

  /** Starts to listen for the signal. */
  public static StopSignal listen() {
    return listen(() -> {});
  }

  /** Starts to listen for the signal, which interrupts the given thread. */
  public static StopSignal interrupting(Thread thread) {
    return listen(thread::interrupt);
  }

  private static StopSignal listen(Runnable onSignal) {
    var stop = new StopSignal(onSignal);
    Runtime.getRuntime().addShutdownHook(new Thread(stop::holdTheProcess, "flowforge-stop"));
    return stop;
  }

  /** Waits for the signal. */
  public void await() {
    try {
      signal.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the process end. */
  @Override
  public void close() {
    closed.countDown();
  }

  private void holdTheProcess() {
    signal.countDown();
    // Once closed, the thread may be doing something else.
    if (closed.getCount() > 0) {
      onSignal.run();
    }
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
