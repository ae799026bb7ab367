package io.flowforge.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.cli.RunResult;
import io.flowforge.testing.SealKeys;
import io.flowforge.testing.TestStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedCommandTest {

  private static final Path PROJECT = Path.of("..");
  private static final String SAMPLE = "../seed-data/sample";

  @Test
  void printsTheNumberOfChanges() {
    try (var stores = new TestStores()) {
      Map<String, String> environment = new HashMap<>(stores.environment());
      environment.put("ALLOW_PRIVATE_TARGETS", "true");
      environment.put("PUBLIC_URL", "https://flowforge.example.com");
      environment.put("FLOWFORGE_SECRET_KEYS", SealKeys.setting("k1"));
      assertThat(RunResult.of(environment, PROJECT, "seed", "--data", SAMPLE))
          .isEqualTo(
              new RunResult(
                  ExitCode.OK,
                  """
                                   created  updated  unchanged
                  users                  5        0          0
                  organizations          2        0          0
                  memberships            6        0          0
                  pipelines              6        0          0
                  requests               2        0          0
                  """,
                  ""));
      assertThat(RunResult.of(stores.environment(), PROJECT, "seed", "--data", SAMPLE).out())
          .contains("users                  0        0          5\n");
    }
  }

  @Test
  void warnsOfWhatTheSettingsRuleOut() {
    try (var stores = new TestStores()) {
      RunResult result = RunResult.of(stores.environment(), PROJECT, "seed", "--data", SAMPLE);

      assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
      assertThat(result.err().lines())
          .allSatisfy(line -> assertThat(line).startsWith("warning: pipelines/"))
          .hasSize(14)
          .areExactly(12, containing("parameters.url: its address is in 127.0.0.0/8 (loopback)"))
          .areExactly(1, containing("the operator must set PUBLIC_URL"))
          .areExactly(1, containing("the operator must set FLOWFORGE_SECRET_KEYS"));
    }
  }

  private static Condition<String> containing(String text) {
    return new Condition<>(line -> line.contains(text), "contains '%s'", text);
  }

  @Test
  void readsTheSeedDataOfItsHome(@TempDir Path home) throws IOException {
    Files.createDirectory(home.resolve("seed-data"));
    Files.writeString(
        home.resolve("seed-data/user.csv"),
        "user_id,email,name,idp\neve,eve@example.com,Eve,auth0\n");
    try (var stores = new TestStores()) {
      assertThat(RunResult.of(stores.environment(), home, "seed").out())
          .contains("users                  1        0          0\n");
    }
  }

  @Test
  void listsTheProblemsOfTheFiles(@TempDir Path data) throws IOException {
    Files.writeString(
        data.resolve("user.csv"),
        "user_id,email,name,idp,password\n,eve@example.com,,auth0,Very-secret-1\n");
    try (var stores = new TestStores()) {
      assertThat(RunResult.of(stores.environment(), PROJECT, "seed", "--data", data.toString()))
          .isEqualTo(
              new RunResult(
                  ExitCode.INVALID,
                  "",
                  """
                  flowforge: the seed data has 2 problems; nothing was written
                    user.csv:2: column 'user_id' is empty; fill it in
                    user.csv:2: column 'name' is empty; fill it in
                  """));
    }
  }

  @Test
  void saysHowToStartWithoutData(@TempDir Path home) {
    assertThat(RunResult.of(Map.of(), home, "seed"))
        .isEqualTo(
            new RunResult(
                ExitCode.INVALID,
                "",
                "flowforge: there is no user.csv in %s; copy seed-data/sample there and edit it, or use --data %s\n"
                    .formatted(home.resolve("seed-data"), home.resolve("seed-data/sample"))));
  }

  @Test
  void namesAllMissingSettings() {
    RunResult result = RunResult.of(Map.of(), PROJECT, "seed", "--data", SAMPLE);
    assertThat(result.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(result.err())
        .isEqualTo(
            """
            flowforge: 2 settings are missing or invalid: POSTGRES_URI, MONGO_URI
              POSTGRES_URI is not set; write the database's address, such as \
            postgres://user:password@host:5432/database?sslmode=disable
              MONGO_URI is not set; write the address of MongoDB, such as \
            mongodb://user:password@host:27017
            """);
  }

  @Test
  void saysWhichStoreIsUnavailable() {
    RunResult result =
        RunResult.of(
            Map.of(
                "POSTGRES_URI", "postgres://a:very-secret@127.0.0.1:1/db",
                "MONGO_URI", "mongodb://127.0.0.1:1"),
            PROJECT,
            "seed",
            "--data",
            SAMPLE);
    assertThat(result.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(result.err())
        .startsWith("flowforge: the database is not responding at 127.0.0.1:1 (")
        .endsWith("); check that PostgreSQL is running and POSTGRES_URI is right, then retry\n")
        .doesNotContain("very-secret");
  }
}
