package io.flowforge.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.FlowforgeVersion;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.TestIssuer;
import io.flowforge.settings.SettingsReader;
import io.flowforge.testing.TestStores;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The server as a process of its own. */
class MainTest {

  private static final Pattern STARTED = Pattern.compile("event=started port=(\\d+)");

  @Test
  void saysWhatToSetAndEndsWithANumberForIt() throws Exception {
    Process process = main(Map.of());

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(78);
    assertThat(text(process.errorReader())).contains("AUTH0_DOMAIN").doesNotContain("\tat ");
    assertThat(text(process.inputReader())).isEmpty();
  }

  @Test
  void takesNoArguments() throws Exception {
    Process process = main(SettingsTest.REQUIRED, "--port=9090");

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(64);
    assertThat(text(process.errorReader())).hasLineCount(1).contains("takes no arguments");
  }

  @Test
  void saysWhichStoreIsDown() throws Exception {
    try (var issuer = new TestIssuer()) {
      Map<String, String> environment = new HashMap<>(issuer.environment());
      environment.put("POSTGRES_URI", "postgres://u:secret@127.0.0.1:1/x");
      environment.put("MONGO_URI", "mongodb://127.0.0.1:1");

      Process process = main(environment);

      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(69);
      assertThat(text(process.errorReader()))
          .contains("event=not_started")
          .doesNotContain("secret");
    }
  }

  /** An installation without a library, as an example of whatever a bug can throw. */
  @Test
  void anErrorEndsTheProcessWithItsReason() throws Exception {
    String classPath = System.getProperty("java.class.path").replace("HikariCP", "Absent");

    Process process = process(classPath, SettingsTest.REQUIRED);

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(70);
    assertThat(text(process.errorReader()))
        .contains("event=not_started reason=\"internal error\"", "com/zaxxer/hikari");
  }

  @Test
  void itsFirstLineNamesTheVersionAndEverySetting() throws Exception {
    Map<String, String> environment = new HashMap<>(SettingsTest.REQUIRED);
    environment.put("POSTGRES_URI", "postgres://u:hush@127.0.0.1:1/x?sslmode=disable");
    environment.put("MONGO_URI", "mongodb://m:hush@127.0.0.1:1");
    environment.put("MANAGEMENT_API_CLIENT", "client");
    environment.put("MANAGEMENT_API_SECRET", "hush");
    environment.put("LOG_BODY_BYTES", "7");

    Process process = main(environment);

    List<String> lines = text(process.errorReader()).lines().toList();
    assertThat(lines.getFirst())
        .contains(
            " level=INFO ",
            " event=starting version=" + FlowforgeVersion.current() + " java=",
            " POSTGRES_URI=\"postgres://u:***@127.0.0.1:1/x?sslmode=disable\"",
            " MANAGEMENT_API_SECRET=***",
            " LOG_BODY_BYTES=7",
            " REQUESTS_IN_FLIGHT=2000",
            " OIDC_CLI_CLIENT_ID=\"\"");
    var reader = new SettingsReader(environment);
    assertThat(ServeSettings.read(reader)).isPresent();
    assertThat(reader.held())
        .hasSizeGreaterThan(20)
        .allSatisfy(setting -> assertThat(lines.getFirst()).contains(" " + setting.name() + "="));
    assertThat(lines).noneMatch(line -> line.contains("hush"));
  }

  @Test
  void servesUntilItIsToldToStop() throws Exception {
    try (var stores = new TestStores();
        var issuer = new TestIssuer();
        HttpClient http = HttpClient.newHttpClient()) {
      Map<String, String> environment = new HashMap<>(issuer.environment());
      environment.putAll(stores.environment());
      environment.put("FLOWFORGE_HOST", "127.0.0.1");
      environment.put("FLOWFORGE_PORT", "0");
      environment.put("FLOWFORGE_MANAGEMENT_PORT", "0");
      Process process = main(environment);
      try (BufferedReader log = process.errorReader()) {
        var client = new Client(http, portIn(log), "");
        assertThat(client.get("/api/healthcheck").status()).isEqualTo(200);

        // Process.destroy would also close the streams.
        assertThat(process.toHandle().destroy()).isTrue();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("by SIGTERM").isEqualTo(143);
        assertThat(text(log)).contains("event=stopping").doesNotContain("Exception");
        assertThat(text(process.inputReader())).isEmpty();
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private static int portIn(BufferedReader log) throws IOException {
    var seen = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      Matcher started = STARTED.matcher(line);
      if (started.find()) {
        return Integer.parseInt(started.group(1));
      }
      seen.append(line).append('\n');
    }
    throw new AssertionError("not started: " + seen);
  }

  private static Process main(Map<String, String> environment, String... arguments)
      throws IOException {
    return process(System.getProperty("java.class.path"), environment, arguments);
  }

  private static Process process(
      String classPath, Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath, Main.class.getName()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static String text(BufferedReader reader) throws IOException {
    return reader.readAllAsString();
  }
}
