package io.flowforge.cli.start;

import static io.flowforge.testing.Eventually.eventually;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Processes that the launcher leaves behind, recognized by a folder in their command lines. */
final class BackgroundWork {

  /** A process that is just becoming another program has no command line for a moment. */
  private static final int QUIET_LOOKS = 10;

  private BackgroundWork() {}

  /** Waits until no process of that folder runs, or is about to run. */
  static void awaitEnd(Path folder) {
    var quiet = new AtomicInteger();
    eventually(
        () -> isRunning(folder) ? reset(quiet) : quiet.incrementAndGet(),
        looks -> looks >= QUIET_LOOKS);
  }

  private static int reset(AtomicInteger looks) {
    looks.set(0);
    return 0;
  }

  private static boolean isRunning(Path folder) {
    return ProcessHandle.allProcesses()
        .anyMatch(process -> process.info().commandLine().orElse("").contains(folder.toString()));
  }
}
