package io.flowforge.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.cli.RunResult;
import io.flowforge.testing.TestStores;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServeCommandTest {

  private TestStores stores;
  private Map<String, String> environment;

  @BeforeEach
  void open() {
    stores = new TestStores();
    environment = new HashMap<>(stores.environment());
    environment.put("OIDC_ISSUER", "http://127.0.0.1:9/");
    environment.put("OIDC_AUDIENCE", "flowforge");
    environment.put("FLOWFORGE_PORT", "0");
    environment.put("FLOWFORGE_MANAGEMENT_PORT", "0");
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void servesUntilItIsStopped() throws Exception {
    try (var serve = CommandProcess.start(environment, Path.of(""), "Listening on", "serve");
        var http = HttpClient.newHttpClient()) {
      Matcher port = Pattern.compile("Listening on port (\\d+)").matcher(serve.output());
      assertThat(port.find()).isTrue();
      HttpResponse<String> health =
          http.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + port.group(1) + "/api/healthcheck"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(health.body()).isEqualTo("\"Server working!\"");
      assertThat(serve.stop()).isEqualTo(128 + 15);
      assertThat(serve.output()).contains("Stopping");
    }
  }

  @Test
  void reportsATakenPortInOneLine() throws Exception {
    try (var other = new ServerSocket(0)) {
      environment.put("FLOWFORGE_PORT", Integer.toString(other.getLocalPort()));
      try (var serve =
          CommandProcess.start(environment, Path.of(""), "flowforge: cannot listen on", "serve")) {
        assertThat(serve.output()).doesNotContain("\tat ");
      }
    }
  }

  @Test
  void namesAnInvalidSettingBeforeItOpensAnything() {
    environment.put("FLOWFORGE_PORT", "eighty");
    environment.remove("MONGO_URI");
    RunResult result = RunResult.of(environment, Path.of(""), "serve");
    assertThat(result.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(result.err()).contains("FLOWFORGE_PORT").contains("MONGO_URI is not set");
  }

  @Test
  void namesAllSettingsThatAreMissingAtOnce() {
    RunResult result = RunResult.of(Map.of(), Path.of(""), "serve");

    assertThat(result.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(result.err().lines())
        .hasSize(5)
        .anyMatch(line -> line.startsWith("  POSTGRES_URI is not set; "))
        .anyMatch(line -> line.startsWith("  MONGO_URI is not set; "))
        .anyMatch(line -> line.startsWith("  AUTH0_DOMAIN is not set; "))
        .anyMatch(line -> line.startsWith("  AUTH0_AUDIENCE is not set; "));
  }
}
