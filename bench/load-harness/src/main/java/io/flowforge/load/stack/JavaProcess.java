package io.flowforge.load.stack;

import io.flowforge.faults.cluster.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A main class in a JVM of its own, with the options of {@code flowforge serve}. Its output goes to
 * a log. A guard kills it when this process is gone, however it ends.
 */
public final class JavaProcess implements AutoCloseable {

  /** For every server that is measured, also for those that the product is compared with. */
  public static final String HEAP = "-Xmx512m";

  /** As in {@code .mvn/launch}. */
  public static final List<String> OPTIONS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+ExitOnOutOfMemoryError");

  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

  private final Process process;
  private final Process guard;
  private final Path log;

  private JavaProcess(Process process, Path log) throws IOException {
    this.process = process;
    this.log = log;
    guard =
        new ProcessBuilder(
                "sh", "-c", "cat >/dev/null; kill -KILL \"$0\"", Long.toString(process.pid()))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start();
  }

  /**
   * Starts a main class.
   *
   * @param options of the JVM, with the class path
   * @param environment replaces the one of this process, except for what a JVM needs
   */
  public static JavaProcess start(
      List<String> options,
      String main,
      Map<String, String> environment,
      Path log,
      String... arguments) {
    List<String> command = new ArrayList<>(List.of(executable()));
    command.addAll(OPTIONS);
    command.addAll(options);
    command.add(main);
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("FLOWFORGE_"));
    builder.environment().putAll(environment);
    try {
      Files.createDirectories(log.getParent());
      return new JavaProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a main class of this build. */
  static JavaProcess start(
      Class<?> main, Map<String, String> environment, Path log, String... arguments) {
    return start(List.of(HEAP, "-cp", classPath()), main.getName(), environment, log, arguments);
  }

  public static String executable() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Returns the class path of this build. */
  public static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /**
   * Waits until the process is ready.
   *
   * @throws IllegalStateException if it ends, or is not ready in time
   */
  public JavaProcess await(BooleanSupplier isReady) {
    if (!Wait.until(START_TIMEOUT, () -> isReady.getAsBoolean() || !process.isAlive())
        || !process.isAlive()) {
      close();
      throw new IllegalStateException("a process does not start; see " + log);
    }
    return this;
  }

  /** Waits for the end of the process, which must be successful. */
  public void awaitSuccess() {
    int code = process.onExit().join().exitValue();
    if (code != 0) {
      throw new IllegalStateException("a process ended with exit code " + code + "; see " + log);
    }
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Stops the process with SIGTERM, as supervisors do, and waits for its end. */
  public void stop() {
    process.toHandle().destroy();
    try {
      if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("a process does not stop; see " + log);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    guard.destroyForcibly().onExit().join();
    process.destroyForcibly().onExit().join();
  }
}
