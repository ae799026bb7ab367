package io.flowforge.cli.start;

import io.flowforge.cli.FlowforgeCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program that does once what short commands do. The launcher runs it to make the JDK's
 * ahead-of-time cache, which then contains the classes that were loaded here. Whatever is loaded
 * here in vain makes every start slower.
 *
 * @see <a href="https://openjdk.org/jeps/514">JEP 514</a>
 */
public final class TrainingRun {

  private static final List<List<String>> PRINTS =
      List.of(
          List.of("--version"),
          List.of("--help"),
          List.of("help", "run"),
          List.of("no-such-command"));

  private static final List<List<String>> CALLS =
      List.of(
          List.of("request", "--help"),
          List.of("request", "get", TrainingServer.REQUEST),
          List.of("request", "get", TrainingServer.REQUEST, "--output", "json"));

  private TrainingRun() {}

  /**
   * Runs the commands, whatever comes of them.
   *
   * @param args {@code request} for the commands that call a server
   */
  public static void main(String[] args) throws IOException {
    FlowforgeCommand.prepareProcess();
    if (!List.of(args).contains("request")) {
      run(Map.of(), PRINTS);
      return;
    }
    try (var server = TrainingServer.start()) {
      run(
          Map.of(
              "FLOWFORGE_SERVER",
              server.url(),
              "FLOWFORGE_TOKEN",
              "x",
              "FLOWFORGE_CONFIG_HOME",
              "/nowhere"),
          CALLS);
    }
  }

  private static void run(Map<String, String> environment, List<List<String>> commands) {
    var nowhere = new PrintWriter(Writer.nullWriter());
    for (List<String> command : commands) {
      String[] arguments = command.toArray(String[]::new);
      FlowforgeCommand.commandLine(environment, Path.of(""), arguments)
          .setOut(nowhere)
          .setErr(nowhere)
          .execute(arguments);
    }
  }
}
