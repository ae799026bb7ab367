package io.flowforge.cli.login.flow;

import io.flowforge.error.UnavailableException;
import java.time.Duration;

/** The waiting between two calls. */
@FunctionalInterface
public interface Pause {

  /** Waits. */
  void take(Duration time);

  /** Returns a pause of this thread. */
  static Pause ofThread() {
    return time -> {
      try {
        Thread.sleep(time);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new UnavailableException("interrupted while somebody was signing in");
      }
    };
  }
}
