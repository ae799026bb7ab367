package io.flowforge.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.Flowforge;
import io.flowforge.cli.RunResult;
import io.flowforge.testing.OlderSystem;
import io.flowforge.testing.TestStores;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepairCommandTest {

  private static final String ID = "65f0c0ffee65f0c0ffee65f0";

  private final TestStores stores = new TestStores();

  @BeforeEach
  void migrate() {
    Flowforge.open(stores.settings(), InstantSource.system()).close();
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void storesThatFitArePassedOver() {
    RunResult result = run("repair");

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("0 documents were compared with PostgreSQL.\n");
    assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  void whatDiffersIsToldAndRepaired() {
    OlderSystem.inMongo(
        stores,
        "service_requests",
        List.of(
            new Document("_id", new ObjectId(ID))
                .append("org_id", 3)
                .append("status", "Running")
                .append("run_seq", 2L)));

    assertThat(run("repair", "--dry-run").out())
        .contains("1 requests are not in PostgreSQL")
        .contains("3 ids of organizations are in documents only");
    assertThat(OlderSystem.stored(stores, "service_requests", ID).getString("status"))
        .isEqualTo("Running");

    RunResult refused = run("repair");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.CONFLICT);
    assertThat(refused.err()).contains("does not know 1 of 1 requests").contains("--force");
    assertThat(OlderSystem.stored(stores, "service_requests", ID)).containsKey("run_seq");

    assertThat(run("repair", "--force").exitCode()).isEqualTo(ExitCode.OK);
    assertThat(OlderSystem.stored(stores, "service_requests", ID))
        .containsEntry("status", "Failed")
        .doesNotContainKey("run_seq");
    assertThat(run("repair").out()).isEqualTo("0 documents were compared with PostgreSQL.\n");
  }

  @Test
  void lostDocumentsAreAFailure() {
    try (Flowforge core = Flowforge.open(stores.settings(), InstantSource.system())) {
      core.database()
          .useTransaction(
              tx ->
                  tx.update(
                      """
                      INSERT INTO request_run (request_id, org_id, status, current_step, seq,
                        status_seq, projected_seq, leg, claim, created_at, updated_at)
                      VALUES ('%s', 1, 'Pending', 's1', 2, 2, 2, 1, 0, now(), now())
                      """
                          .formatted(ID)));
    }

    RunResult result = run("repair");

    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.out()).contains("1 requests have no document").contains("  " + ID);
  }

  private RunResult run(String... arguments) {
    return RunResult.of(stores.environment(), Path.of(".."), arguments);
  }
}
