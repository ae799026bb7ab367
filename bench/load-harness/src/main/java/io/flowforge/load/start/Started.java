package io.flowforge.load.start;

import io.flowforge.load.stack.JavaProcess;
import io.flowforge.load.stack.ResidentMemory;
import io.flowforge.load.stack.SingleCalls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that was started.
 *
 * @param millis from the start of the process to the first response 200
 */
record Started(JavaProcess process, double millis) implements AutoCloseable {

  private static final long POLL_NANOS = 1_000_000;
  private static final long TIMEOUT_NANOS = 60_000_000_000L;

  /** A program to start. */
  record Launch(
      List<String> options,
      String main,
      List<String> arguments,
      Map<String, String> environment,
      String url,
      Path log) {

    Launch with(String option) {
      List<String> all = new ArrayList<>(List.of(option));
      all.addAll(options);
      return new Launch(all, main, arguments, environment, url, log);
    }

    /** Starts the program, and returns when it serves. */
    Started start(SingleCalls http) {
      long begin = System.nanoTime();
      JavaProcess process =
          JavaProcess.start(options, main, environment, log, arguments.toArray(String[]::new));
      while (!http.isServing(url)) {
        if (!process.handle().isAlive() || System.nanoTime() - begin > TIMEOUT_NANOS) {
          process.close();
          throw new IllegalStateException(main + " does not start; see " + log);
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
      return new Started(process, (System.nanoTime() - begin) / 1e6);
    }
  }

  /** Returns the resident memory in MiB, or 0 where the operating system is not Linux. */
  double residentMebibytes() {
    return ResidentMemory.mebibytesOf(process.handle());
  }

  @Override
  public void close() {
    process.close();
  }
}
