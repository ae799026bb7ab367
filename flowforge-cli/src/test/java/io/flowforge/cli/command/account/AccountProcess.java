package io.flowforge.cli.command.account;

import io.flowforge.cli.FlowforgeCommand;
import io.flowforge.cli.RunResult;
import io.flowforge.testing.Eventually;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The real command in its own process, with its two outputs in files. */
final class AccountProcess implements AutoCloseable {

  private final Process process;
  private final Path out;
  private final Path err;

  private AccountProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static AccountProcess start(
      Map<String, String> environment, Path home, String input, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Dflowforge.installation=" + home);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(FlowforgeCommand.class.getName());
    command.addAll(List.of(arguments));
    try {
      Path out = Files.createTempFile(home, "out", "");
      Path err = Files.createTempFile(home, "err", "");
      var builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().keySet().removeIf(AccountProcess::tellsAboutThisMachine);
      builder.environment().putAll(environment);
      Process process = builder.start();
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      return new AccountProcess(process, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RunResult run(
      Map<String, String> environment, Path home, String input, String... arguments) {
    try (AccountProcess process = start(environment, home, input, arguments)) {
      return process.end();
    }
  }

  /** Waits for a line with the text on the error output, and returns it. */
  String lineWith(String text) {
    return Eventually.eventually(
            () -> err().lines().filter(line -> line.contains(text)).toList(),
            lines -> !lines.isEmpty() && err().endsWith("\n"))
        .getFirst();
  }

  RunResult end() {
    int exitCode = process.onExit().join().exitValue();
    return new RunResult(exitCode, read(out), err());
  }

  private String err() {
    return read(err);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean tellsAboutThisMachine(String name) {
    return name.startsWith("FLOWFORGE_")
        || List.of("DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION").contains(name);
  }
}
