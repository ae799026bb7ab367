package io.flowforge.server;

import java.util.concurrent.CountDownLatch;

/** The signal that ends the process: Ctrl-C, SIGTERM. */
public final class StopSignal {

  private StopSignal() {}

  /**
   * Returns when the process is told to end. From then on it lives as long as the calling thread,
   * so that this thread can close everything.
   */
  public static void await() {
    var signal = new CountDownLatch(1);
    Thread closing = Thread.currentThread();
    Runnable letClose =
        () -> {
          signal.countDown();
          try {
            closing.join();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    Runtime.getRuntime().addShutdownHook(new Thread(letClose, "flowforge-stop"));
    try {
      signal.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
