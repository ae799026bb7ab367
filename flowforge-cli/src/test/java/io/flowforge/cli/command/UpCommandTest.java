package io.flowforge.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.cli.RunResult;
import io.flowforge.cli.TestHome;
import io.flowforge.cli.command.ProjectShell.Outcome;
import io.flowforge.cli.embedded.LocalPorts;
import io.flowforge.cli.folders.ProjectFolders;
import io.flowforge.cli.folders.RunningUp;
import io.flowforge.json.Json;
import io.flowforge.testing.FreePort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real command in a real process, used through what it prints. */
class UpCommandTest {

  private static final String PASSWORD = "Sample-password-olga-1";
  private static final int BY_SIGTERM = 128 + 15;
  private static final Pattern POSTGRES = Pattern.compile("PostgreSQL +postgres://.*:(\\d+)/");

  @Test
  void itsLinesCanBePastedAndItsDataStays(@TempDir Path directory) throws Exception {
    Path home = TestHome.in(directory);
    try (CommandProcess up = up(home)) {
      assertThat(up.output())
          .contains("5 new users, 2 new organizations, 6 new pipelines")
          .containsSubsequence(
              "Flowforge is up. Open it in a browser",
              "console      http://127.0.0.1:",
              "API          http://127.0.0.1:");
      assertThat(up.output())
          .contains("Completed    Request a repository", "Pending      Request a repository")
          .contains("Failed       Reset a test database", "Pending      Welcome a colleague");
      assertThat(paste(up)).contains("\"user_id\":\"auth0|sample-olga\"");
      assertThat(up.stop()).isEqualTo(BY_SIGTERM);
      assertThat(up.output()).endsWith("Stopping ...");
    }
    int port;
    try (CommandProcess again = up(home)) {
      assertThat(again.output()).contains("an earlier start").contains("/metrics");
      assertThat(paste(again)).contains("\"user_id\":\"auth0|sample-olga\"");
      port = portOfPostgres(again);
      again.kill();
    }
    // Its PostgreSQL lives on, and so does what it listens to.
    assertThatCode(() -> connect(port)).doesNotThrowAnyException();
    try (CommandProcess afterKill = up(home, "--postgres-port=" + port)) {
      assertThat(afterKill.output()).contains("an earlier start");
      assertThat(afterKill.stop()).isEqualTo(BY_SIGTERM);
    }
    assertThatThrownBy(() -> connect(port)).isInstanceOf(ConnectException.class);
  }

  @Test
  void aLaterStartChangesNothing(@TempDir Path directory) throws Exception {
    Path home = TestHome.in(directory);
    Path data = Path.of("..", "seed-data", "sample");
    Path changed = Files.createDirectories(directory.resolve("changed"));
    for (String file : List.of("user.csv", "org.csv", "membership.csv")) {
      Files.copy(data.resolve(file), changed.resolve(file));
    }
    Files.createDirectory(changed.resolve("pipelines"));
    String pipeline = "pipelines/request-a-repository.json";
    Files.writeString(
        changed.resolve(pipeline),
        Files.readString(data.resolve(pipeline)).replace("/names/", "/reserved/"));
    try (CommandProcess up = up(home)) {
      assertThat(up.stop()).isEqualTo(BY_SIGTERM);
    }
    try (CommandProcess again = up(home, "--data=" + changed)) {
      assertThat(again.output()).contains("an earlier start").doesNotContain(PASSWORD);
      assertThat(paste(again)).contains("\"user_id\":\"auth0|sample-olga\"");
    }
  }

  @Test
  void itsLinesSubmitFollowAndApproveAsTwoPeople(@TempDir Path directory) throws Exception {
    Path home = TestHome.in(Files.createDirectory(directory.resolve("home")));
    ProjectShell shell = ProjectShell.in(directory, home);
    try (CommandProcess up = up(home)) {
      assertThat(up.output())
          .contains(home.resolve("seed-data/sample/user.csv") + ", with passwords")
          .containsSubsequence(
              "Pipelines",
              "Request a repository",
              "Service requests",
              "Not Started  Order a laptop");
      assertThat(up.output().lines().filter(line -> line.startsWith("  ./flowforge")))
          .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
      List<String> lines = commands(up.pasted("  ./flowforge login"));
      assertThat(lines).hasSize(5);
      assertThat(lines.get(0)).isEqualTo("./flowforge login --as Mike --profile mike");
      assertThat(lines.get(3)).isEqualTo("./flowforge login --as Olga --profile olga");
      assertThat(shell.run(lines.get(0))).returns(ExitCode.OK, Outcome::exitCode);
      assertThat(shell.run(lines.get(1))).returns(ExitCode.OK, Outcome::exitCode);
      assertThat(shell.run(lines.get(2))).returns(ExitCode.WAITING, Outcome::exitCode);
      assertThat(shell.run(lines.get(3))).returns(ExitCode.OK, Outcome::exitCode);
      assertThat(shell.run(lines.get(4))).returns(ExitCode.OK, Outcome::exitCode);
    }
  }

  /** Returns the commands, each on a line. */
  private static List<String> commands(String text) {
    return text.replace("\\\n", "").lines().map(String::strip).toList();
  }

  @Test
  void tellsAllPortsThatAreTakenAtOnce(@TempDir Path directory) throws Exception {
    Path home = TestHome.in(directory);
    var loopback = InetAddress.getLoopbackAddress();
    try (var api = new ServerSocket(0, 1, loopback);
        var postgres = new ServerSocket(0, 1, loopback);
        var target = new ServerSocket(0, 1, loopback)) {
      RunResult result =
          RunResult.of(
              Map.of(),
              home,
              "up",
              "--port=" + api.getLocalPort(),
              "--postgres-port=" + postgres.getLocalPort(),
              "--mongo-port=0",
              "--issuer-port=0",
              "--target-port=" + target.getLocalPort());
      assertThat(result.exitCode()).isEqualTo(ExitCode.CONFLICT);
      assertThat(result.err())
          .containsSubsequence(
              api.getLocalPort() + ": choose another port with --port",
              postgres.getLocalPort() + ": choose another port with --postgres-port",
              target.getLocalPort() + ": choose another port with --target-port")
          .doesNotContain("--mongo-port");
    }
  }

  @Test
  void theSamplePipelinesFollowTheTargetPort(@TempDir Path directory) throws Exception {
    Path home = TestHome.in(directory);
    for (int start = 0; start < 2; start++) {
      int port = FreePort.find();
      try (CommandProcess up = up(home, "--target-port=" + port)) {
        assertThat(up.output()).contains("http://127.0.0.1:" + port + ", which");
        assertThat(pipelines(up))
            .contains("http://127.0.0.1:" + port + "/names/", "it calls http://127.0.0.1:" + port)
            .doesNotContain(":" + LocalPorts.STUB);
        assertThat(up.stop()).isEqualTo(BY_SIGTERM);
      }
    }
  }

  /** Returns the pipelines of the first organization as the API does. */
  private static String pipelines(CommandProcess up) throws IOException {
    String curl = up.pasted("  curl");
    return shell(
        up.pasted("  TOKEN=")
            + "\n"
            + curl.substring(0, curl.indexOf("/api/"))
            + "/api/pipeline?org_id=1");
  }

  @Test
  void otherCommandsFindItWhileItRuns(@TempDir Path directory) throws Exception {
    Path home = TestHome.in(directory);
    var folders = new ProjectFolders(home);
    try (CommandProcess up = up(home)) {
      assertThat(RunningUp.find(Json.mapper(), folders))
          .hasValueSatisfying(
              running -> {
                assertThat(up.output()).contains(running.url() + "/docs");
                assertThat(running.seedData()).isEqualTo(home.resolve("seed-data/sample"));
              });
      up.stop();
    }
    assertThat(home.resolve(".flowforge/running-up.json")).doesNotExist();
  }

  private static CommandProcess up(Path home, String... more) throws IOException {
    List<String> arguments = new ArrayList<>();
    Collections.addAll(
        arguments,
        "up",
        "--port=0",
        "--postgres-port=0",
        "--mongo-port=0",
        "--issuer-port=0",
        "--target-port=0");
    for (String option : more) {
      String name = option.substring(0, option.indexOf('=') + 1);
      arguments.removeIf(other -> other.startsWith(name));
      arguments.add(option);
    }
    return CommandProcess.start(
        Map.of(), home, "Ctrl-C stops it", arguments.toArray(String[]::new));
  }

  private static int portOfPostgres(CommandProcess up) {
    Matcher line = POSTGRES.matcher(up.output());
    assertThat(line.find()).as(up.output()).isTrue();
    return Integer.parseInt(line.group(1));
  }

  private static void connect(int port) throws IOException {
    new Socket(InetAddress.getLoopbackAddress(), port).close();
  }

  /** Pastes the line that gets a token and the one that uses it into a shell. */
  private static String paste(CommandProcess up) throws IOException {
    return shell(up.pasted("  TOKEN=") + "\n" + up.pasted("  curl"));
  }

  private static String shell(String lines) throws IOException {
    var shell = new ProcessBuilder("sh", "-c", lines).redirectErrorStream(true);
    // As typed by a person.
    shell.environment().put("PASSWORD", PASSWORD);
    Process pasted = shell.start();
    return new String(pasted.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
