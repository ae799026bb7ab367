package io.flowforge.server;

import java.util.concurrent.CountDownLatch;

/**
 * The signal that ends the process (Ctrl-C, SIGTERM), for one thread that waits for it. The process
 * lives on until that thread closes this; so open it first, and everything that has to be closed in
 * order after it.
 */
public final class StopSignal implements AutoCloseable {

  private final CountDownLatch signal = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  private final Runnable whenItComes;

  private StopSignal(Runnable whenItComes) {
    this.whenItComes = whenItComes;
  }

  /** Listens for the signal from now on. */
  public static StopSignal listen() {
    return listen(() -> {});
  }

  /** The same for a thread that has work to do: it is interrupted when the signal comes. */
  public static StopSignal interrupting(Thread thread) {
    return listen(thread::interrupt);
  }

  private static StopSignal listen(Runnable whenItComes) {
    var stop = new StopSignal(whenItComes);
    Runtime.getRuntime().addShutdownHook(new Thread(stop::holdTheProcess, "flowforge-stop"));
    return stop;
  }

  /** Returns when the process is told to end. */
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
    // After the end of the work nobody is left to be interrupted.
    if (closed.getCount() > 0) {
      whenItComes.run();
    }
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
