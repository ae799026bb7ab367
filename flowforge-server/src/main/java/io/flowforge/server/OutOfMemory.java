package io.flowforge.server;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * The end of a process whose heap is full. A thread that an OutOfMemoryError ends may have been one
 * that others rely on, such as a timer, so the process must not go on.
 */
final class OutOfMemory {

  /** The exit code of {@code -XX:+ExitOnOutOfMemoryError}. */
  static final int EXIT_CODE = 3;

  private static final List<String> OPTIONS =
      List.of("ExitOnOutOfMemoryError", "CrashOnOutOfMemoryError");

  private OutOfMemory() {}

  /**
   * Makes an OutOfMemoryError that ends a thread end the process, and warns if the JVM does not do
   * so for every OutOfMemoryError.
   */
  static void endsTheProcess(Logger log) {
    if (!isFatalForTheJvm()) {
      log.log(
          Level.WARNING,
          LogEvent.of("out_of_memory_is_not_fatal")
              .with("advice", "start Java with -XX:+ExitOnOutOfMemoryError"));
    }
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          try {
            log.log(
                Level.ERROR,
                LogEvent.of("thread_failed").with("thread", thread.getName()).toString(),
                failure);
          } finally {
            if (isOutOfMemory(failure)) {
              // Not exit: shutdown hooks need memory, too.
              Runtime.getRuntime().halt(EXIT_CODE);
            }
          }
        });
  }

  private static boolean isFatalForTheJvm() {
    HotSpotDiagnosticMXBean jvm =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return OPTIONS.stream()
        .anyMatch(option -> Boolean.parseBoolean(jvm.getVMOption(option).getValue()));
  }

  private static boolean isOutOfMemory(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof OutOfMemoryError) {
        return true;
      }
    }
    return false;
  }
}
