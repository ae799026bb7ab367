package io.flowforge.faults.cluster;

import io.flowforge.trace.LastingLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A main class in its own JVM. The harness holds the other end of the child's standard input, so
 * the child notices when the harness ends, however it ends.
 */
public final class ChildJvm {

  private static final int EXIT_ORPHANED = 70;

  private ChildJvm() {}

  /** Starts a main class of this build, and appends its output to the log. */
  static Process start(
      Class<?> main, Map<String, String> environment, Path log, String... arguments) {
    return start(Program.current(), main.getName(), environment, log, arguments);
  }

  /** Starts a main class of some build, and appends its output to the log. */
  static Process start(
      Program program,
      String main,
      Map<String, String> environment,
      Path log,
      String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-Xmx" + program.heapMegabytes() + "m",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.util.logging.manager=" + LastingLog.Manager.class.getName(),
            "-Djava.util.logging.SimpleFormatter.format=%1$tT.%1$tL %4$s %3$s %5$s%6$s%n"));
    if (program.hasUsualHeap()) {
      // Starts quickly on few cores, where several of these run side by side for a short time.
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.add("-cp");
    command.add(program.classPath());
    command.add(main);
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes this JVM, a child, end at once when its parent is gone. */
  public static void endWithParent() {
    Thread.ofPlatform().daemon().name("parent-watch").start(ChildJvm::awaitEndOfParent);
  }

  private static void awaitEndOfParent() {
    try {
      while (System.in.read() >= 0) {
        // The parent writes nothing; only the end of the stream matters.
      }
    } catch (IOException e) {
      System.err.println("lost the connection to the parent: " + e);
    }
    Runtime.getRuntime().halt(EXIT_ORPHANED);
  }
}
