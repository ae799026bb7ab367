package io.flowforge.cli.command;

import io.flowforge.cli.FlowforgeCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The real command in its own process. */
final class CommandProcess implements AutoCloseable {

  private final Process process;
  private final List<String> output = new ArrayList<>();

  private CommandProcess(Process process) {
    this.process = process;
  }

  /** Starts it and waits until it prints the text. */
  static CommandProcess start(
      Map<String, String> environment, Path home, String text, String... arguments)
      throws IOException {
    CommandProcess started = begin(environment, home, arguments);
    started.readUntil(text);
    return started;
  }

  /** Starts it. */
  static CommandProcess begin(Map<String, String> environment, Path home, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Dflowforge.installation=" + home);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(FlowforgeCommand.class.getName());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return new CommandProcess(builder.start());
  }

  String output() {
    return String.join("\n", output);
  }

  /** Returns the lines from the one with that beginning up to the next blank line. */
  String pasted(String beginning) {
    String all = output();
    int begin = all.indexOf(beginning);
    int end = all.indexOf("\n\n", begin);
    return all.substring(begin, end < 0 ? all.length() : end);
  }

  /** Stops it with SIGTERM, and returns its exit code. */
  int stop() throws IOException {
    // Process.destroy would close the output as well.
    process.toHandle().destroy();
    return awaitEnd();
  }

  /** Waits for its end, and returns its exit code. */
  int awaitEnd() throws IOException {
    readUntil(null);
    return process.onExit().join().exitValue();
  }

  /** Kills it ({@code kill -9}). */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }

  /** Reads up to a line that contains the text, or to the end. */
  private void readUntil(@Nullable String text) throws IOException {
    BufferedReader reader = process.inputReader();
    String line = reader.readLine();
    while (line != null) {
      output.add(line);
      if (text != null && line.contains(text)) {
        return;
      }
      line = reader.readLine();
    }
    if (text != null) {
      throw new IOException("ended with " + process.onExit().join().exitValue() + ": " + output());
    }
  }
}
