package io.flowforge.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.cli.RunResult;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigCommandTest {

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "POSTGRES_URI", "postgres://joe:hush@db:5432/f?sslmode=disable",
          "MONGO_URI", "mongodb://joe:hush@db:27017/?replicaSet=rs",
          "AUTH0_DOMAIN", "example.eu.auth0.com",
          "AUTH0_AUDIENCE", "https://api/",
          "MANAGEMENT_API_CLIENT", "client",
          "MANAGEMENT_API_SECRET", "hush",
          "OIDC_AUDIENCE", "unused",
          "FLOWFORGE_PORT", " 81 ");

  @Test
  void showsWhatHoldsAndWhereItComesFrom() throws Exception {
    RunResult result = run(ENVIRONMENT, "config", "--output", "json");

    assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).doesNotContain("hush");
    Map<String, String> shown = new HashMap<>();
    for (JsonNode row : new ObjectMapper().readTree(result.out())) {
      shown.put(
          row.path("name").asText(),
          row.path("value").asText() + " | " + row.path("source").asText());
    }
    assertThat(shown)
        .containsEntry(
            "POSTGRES_URI", "postgres://joe:***@db:5432/f?sslmode=disable | environment")
        .containsEntry("MONGO_URI", "mongodb://joe:***@db:27017/?replicaSet=rs | environment")
        .containsEntry("MANAGEMENT_API_SECRET", "*** | environment")
        .containsEntry("MANAGEMENT_API_URL", "https://example.eu.auth0.com/ | default")
        .containsEntry("OIDC_AUDIENCE", "unused | ignored")
        .containsEntry("FLOWFORGE_PORT", "81 | environment")
        .containsEntry("REDACTED_NAMES", " | not set")
        .containsEntry("LOG_BODY_BYTES", "1024 | default");
  }

  @Test
  void showsTheRestBesideProblems() {
    var environment = new HashMap<>(ENVIRONMENT);
    environment.remove("MONGO_URI");
    environment.put("LOG_BODY_BYTES", "many");

    RunResult result = run(environment, "config");

    assertThat(result.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(result.out()).contains("FLOWFORGE_PORT").contains("joe:***@db").doesNotContain("hush");
    assertThat(result.err()).contains("MONGO_URI is not set").contains("LOG_BODY_BYTES must be");
  }

  @Test
  void namesAreOnePerLine() {
    assertThat(run(ENVIRONMENT, "config", "-o", "name").out().lines())
        .contains("POSTGRES_URI", "FLOWFORGE_HOST")
        .noneMatch(line -> line.contains(" "));
  }

  private static RunResult run(Map<String, String> environment, String... arguments) {
    return RunResult.of(environment, Path.of(""), arguments);
  }
}
