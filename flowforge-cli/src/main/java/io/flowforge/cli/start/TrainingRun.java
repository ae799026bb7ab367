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

  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("--version"),
          List.of("--help"),
          List.of("help", "run"),
          List.of("no-such-command"),
          List.of("request", "get", TrainingServer.REQUEST),
          List.of("request", "get", TrainingServer.REQUEST, "--output", "json"));

  private TrainingRun() {}

  /** Runs the commands, wherever their output goes, and whatever comes of them. */
  public static void main(String[] args) throws IOException {
    FlowforgeCommand.prepareProcess();
    var nowhere = new PrintWriter(Writer.nullWriter());
    try (var server = TrainingServer.start()) {
      Map<String, String> environment =
          Map.of(
              "FLOWFORGE_SERVER", server.url(), "FLOWFORGE_TOKEN", "x", "FLOWFORGE_CONFIG_HOME", "/nowhere");
      for (List<String> command : COMMANDS) {
        String[] arguments = command.toArray(String[]::new);
        FlowforgeCommand.commandLine(environment, Path.of(""), arguments)
            .setOut(nowhere)
            .setErr(nowhere)
            .execute(arguments);
      }
    }
  }
}
