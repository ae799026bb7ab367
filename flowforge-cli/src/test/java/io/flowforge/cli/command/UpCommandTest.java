package io.flowforge.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.cli.TestHome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
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
      assertThat(up.output()).contains("5 new users, 2 new organizations, 3 new pipelines");
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
    return CommandProcess.start(Map.of(), home, "flowforge run", arguments.toArray(String[]::new));
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
    var shell =
        new ProcessBuilder("sh", "-c", up.pasted("  TOKEN=") + "\n" + up.pasted("  curl"))
            .redirectErrorStream(true);
    // As typed by a person.
    shell.environment().put("PASSWORD", PASSWORD);
    Process pasted = shell.start();
    return new String(pasted.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
