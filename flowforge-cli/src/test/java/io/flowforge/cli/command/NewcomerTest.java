package io.flowforge.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.cli.TestHome;
import io.flowforge.cli.command.ProjectShell.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The path of a newcomer to an own pipeline that was approved, with the commands of the README. */
class NewcomerTest {

  private static final int MAX_COMMANDS = 7;
  private static final String PLACEHOLDER = "<request-id>";

  @Test
  void theCommandsOfTheReadmeLeadToAnApprovedRequest(@TempDir Path directory) throws Exception {
    List<String> commands = commands();
    assertThat(commands).hasSizeLessThanOrEqualTo(MAX_COMMANDS).startsWith("./flowforge up");
    Path home = TestHome.in(Files.createDirectory(directory.resolve("home")));
    ProjectShell shell = ProjectShell.in(directory, home);
    // As typed, but for the ports, which may be taken on the machine of a test.
    try (CommandProcess up =
        CommandProcess.start(
            Map.of(),
            home,
            "Ctrl-C stops it",
            "up",
            "--port=0",
            "--postgres-port=0",
            "--mongo-port=0",
            "--issuer-port=0",
            "--target-port=0")) {
      String services = between(up.output(), "services     ", ", which");
      String requestId = PLACEHOLDER;
      Outcome last = new Outcome(0, "");
      for (String command : commands.subList(1, commands.size())) {
        last =
            shell.run(
                command.replace("http://127.0.0.1:8089", services).replace(PLACEHOLDER, requestId));
        if (command.contains(" request submit ")) {
          assertThat(last.exitCode()).as(last.output()).isEqualTo(ExitCode.WAITING);
          requestId = between(last.output(), "Submitted service request ", ".");
        } else {
          assertThat(last.exitCode()).as(command + "\n" + last.output()).isEqualTo(ExitCode.OK);
        }
      }
      assertThat(last.output()).contains("Completed");
    }
  }

  private static List<String> commands() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    String section = readme.substring(readme.indexOf("## Your first pipeline"));
    return between(section, "```bash\n", "```").lines().toList();
  }

  private static String between(String text, String begin, String end) {
    int from = text.indexOf(begin) + begin.length();
    return text.substring(from, text.indexOf(end, from));
  }
}
