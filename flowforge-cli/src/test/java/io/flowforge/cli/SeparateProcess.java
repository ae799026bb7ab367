package io.flowforge.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command as a process of its own, with standard output and standard error apart. */
public final class SeparateProcess {

  private SeparateProcess() {}

  /** Runs the command to its end. */
  public static RunResult run(
      Map<String, String> environment, Path directory, String... arguments) {
    Process process = builder(environment, directory, arguments).start(directory, "run");
    return new RunResult(
        process.onExit().join().exitValue(),
        text(directory.resolve("run.out")),
        text(directory.resolve("run.err")));
  }

  /** Returns a process that is not started. */
  public static Prepared builder(
      Map<String, String> environment, Path directory, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dflowforge.installation=" + directory,
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            FlowforgeCommand.class.getName()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("FLOWFORGE_"));
    builder.environment().putAll(environment);
    return new Prepared(builder);
  }

  /** A process that is not started. */
  public record Prepared(ProcessBuilder builder) {

    /** Starts it with both outputs in files. */
    Process start(Path directory, String name) {
      builder.redirectOutput(directory.resolve(name + ".out").toFile());
      return startWithErrorsIn(directory.resolve(name + ".err"));
    }

    /** Starts it with standard error in a file. */
    public Process startWithErrorsIn(Path file) {
      try {
        return builder.redirectError(file.toFile()).start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
