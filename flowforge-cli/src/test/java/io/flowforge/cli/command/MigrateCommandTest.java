package io.flowforge.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.Flowforge;
import io.flowforge.cli.RunResult;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.testing.OlderSystem;
import io.flowforge.testing.TestStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrateCommandTest {

  private static final Path PROJECT = Path.of("..");
  private static final String PIPELINE = "65f0c0ffee65f0c0ffee65f0";

  private final TestStores stores = new TestStores();
  private String running = "";

  /** The tables of the older system, and nothing else. */
  @BeforeEach
  void write() {
    try (var database = Database.open(PostgresUri.parse(stores.postgresUri()), 2)) {
      database.useTransaction(
          tx ->
              tx.update(
                  """
                  CREATE TABLE "user" (user_id varchar PRIMARY KEY, name varchar NOT NULL,
                    email varchar NOT NULL, identity_provider varchar NOT NULL,
                    created_on timestamp DEFAULT now(), deleted boolean DEFAULT false);
                  CREATE TABLE organization (org_id serial PRIMARY KEY, name varchar NOT NULL,
                    owner varchar NOT NULL REFERENCES "user" (user_id),
                    created_on timestamp DEFAULT now(), deleted boolean DEFAULT false);
                  CREATE TABLE membership (user_id varchar NOT NULL, org_id integer NOT NULL,
                    role varchar NOT NULL, joined_on timestamp DEFAULT now(),
                    deleted boolean DEFAULT false, PRIMARY KEY (user_id, org_id));
                  CREATE TABLE service_request_event (event_id serial PRIMARY KEY,
                    event_type varchar NOT NULL, service_request_id varchar NOT NULL,
                    step_name varchar NOT NULL, step_type varchar NOT NULL, created_by varchar,
                    created_at timestamp DEFAULT now());
                  """));
      var older = new OlderSystem();
      older.request(1, PIPELINE, "Not Started");
      older.request(1, PIPELINE, "Success");
      older.request(1, PIPELINE, "On Hold");
      running = older.request(1, PIPELINE, "Running");
      older.event(running, "call", "API", "Running").write(stores, database);
    }
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void aDryRunPrintsWhatWouldBecomeOfEveryRequestAndTouchesNothing() {
    Document before = OlderSystem.stored(stores, "service_requests", running);
    RunResult result = run("migrate", "apply", "--dry-run");

    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(result.out().lines())
        .hasSize(6)
        .anyMatch(line -> line.startsWith("Not Started                 1  "))
        .anyMatch(line -> line.startsWith("Success                     1  "))
        .anyMatch(line -> line.startsWith("On Hold                     1  "))
        .contains(
            "Running                     1  %s  Failed: a person decides, and submits it again if necessary"
                .formatted(running));
    assertThat(run("migrate", "status"))
        .isEqualTo(new RunResult(ExitCode.OK, "4 requests are left to be adopted.\n", ""));
    assertThat(OlderSystem.stored(stores, "service_requests", running)).isEqualTo(before);
    try (var database = Database.open(PostgresUri.parse(stores.postgresUri()), 2)) {
      assertThat(
              database.<Long>inTransaction(
                  tx ->
                      tx.find(
                              """
                              SELECT count(*) AS n FROM information_schema.tables
                              WHERE table_schema = 'public'
                              """,
                              row -> row.number("n"))
                          .orElseThrow()))
          .isEqualTo(4);
    }
  }

  @Test
  void appliesOnceAndReadsLogs(@TempDir Path logs) throws IOException {
    Files.createDirectory(logs.resolve(running));
    Files.writeString(
        logs.resolve(running).resolve("call.log"), "[call] 2026/11/25 16:59:03 [INFO] hello\n");
    assertThat(run("migrate", "apply", "--logs", logs.toString()))
        .isEqualTo(
            new RunResult(
                ExitCode.OK,
                """
                4 requests were adopted.
                1 log files with 1 lines were read, of 1 requests.
                """,
                ""));
    assertThat(run("migrate", "apply").out()).isEqualTo("0 requests were adopted.\n");
    assertThat(run("migrate", "status").out()).isEqualTo("No request is left to be adopted.\n");
    try (var core = Flowforge.open(stores.settings(), InstantSource.system())) {
      assertThat(OlderSystem.stored(stores, "service_requests", running))
          .containsEntry("status", "Failed");
      assertThat(core.adoption().countOlder()).isOne();
    }
  }

  /** A variable of the shell must not let requests go on; only the option does. */
  @Test
  void theVariableOfAServerHasNoEffectOnCommands() {
    Map<String, String> resuming = new HashMap<>(stores.environment());
    resuming.put("ADOPT_RUNNING", "resume");
    RunResult touched =
        RunResult.of(resuming, PROJECT, "request", "get", running, "--direct", "-o", "json");
    RunResult applied = RunResult.of(resuming, PROJECT, "migrate", "apply");

    assertThat(touched.out()).contains("Failed");
    assertThat(applied.err()).contains("has no effect here; with --adopt-running");
    assertThat(OlderSystem.stored(stores, "service_requests", running))
        .containsEntry("status", "Failed");
  }

  @Test
  void documentsThatCannotBeReadAreReported() {
    OlderSystem.set(stores, running, new Document("pipeline_version", "1"));

    assertThat(run("migrate", "apply", "--dry-run").out())
        .contains("(unreadable)                1  " + running);
    assertThat(run("migrate", "status").out())
        .contains("3 requests are left", "1 others cannot be read and are left alone");
    assertThat(run("migrate", "apply").out()).isEqualTo("3 requests were adopted.\n");
    assertThat(OlderSystem.stored(stores, "service_requests", running))
        .containsEntry("status", "Running");
  }

  @Test
  void refusesAFolderThatIsNone() {
    RunResult result = run("migrate", "apply", "--logs", "no/such/folder");

    assertThat(result.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(result.err()).contains("--logs no/such/folder is not a folder");
  }

  private RunResult run(String... arguments) {
    return RunResult.of(stores.environment(), PROJECT, arguments);
  }
}
