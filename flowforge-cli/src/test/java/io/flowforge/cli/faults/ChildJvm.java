package io.flowforge.cli.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A main class of the tests in a JVM of its own. It holds the other end of the child's standard
 * input, so that the child notices when this process is gone, however it went.
 */
final class ChildJvm {

  private static final int EXIT_ORPHANED = 70;

  private ChildJvm() {}

  /** Starts it. What it prints is added to the log. */
  static Process start(
      Class<?> main, Map<String, String> environment, Path log, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            // Quick to start on few cores, where several of these run side by side.
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx384m",
            "-Djava.util.logging.SimpleFormatter.format=%1$tT.%1$tL %4$s %3$s %5$s%6$s%n"));
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
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

  /** In the child: ends it at once when the parent is gone. */
  static void endWithTheParent() {
    Thread.ofPlatform().daemon().name("parent-watch").start(ChildJvm::awaitTheParentsEnd);
  }

  private static void awaitTheParentsEnd() {
    try {
      while (System.in.read() >= 0) {
        // Whatever it may say; only its end matters.
      }
    } catch (IOException e) {
      System.err.println("the parent cannot be heard any more: " + e);
    }
    Runtime.getRuntime().halt(EXIT_ORPHANED);
  }
}
