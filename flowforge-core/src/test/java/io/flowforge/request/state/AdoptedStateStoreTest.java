package io.flowforge.request.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.postgres.Database;
import io.flowforge.postgres.Migrations;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.request.projection.UnprojectedStore;
import io.flowforge.request.projection.UnprojectedStore.Unprojected;
import io.flowforge.request.state.ObservedState.FoundStatus;
import io.flowforge.testing.TestStores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdoptedStateStoreTest {

  private static final String ID = "65f0c0ffee65f0c0ffee65f0";
  private static final Instant SUBMITTED = Instant.parse("2024-05-21T08:00:00Z");
  private static final Instant ADOPTED = Instant.parse("2026-01-31T08:00:00Z");

  private final AdoptedStateStore adoptions = new AdoptedStateStore(new ExecutionStateStore());

  /** The batch that adopts a request writes its document, right after the commit. */
  @Test
  void theReconcilerLeavesTheDocumentOfAnAdoptedRequestToAdoption() {
    try (var stores = new TestStores();
        var database = Database.open(PostgresUri.parse(stores.postgresUri()), 2)) {
      Migrations.run(database);
      var state = ExecutionState.first(ID, 1, RequestStatus.COMPLETED, "s1", SUBMITTED);
      var origin = new RequestOrigin("auth0|olga", ID, SUBMITTED);
      var adopted =
          new AdoptedState(
              state, origin, new FoundStatus("Completed", 0), ADOPTED, false, List.of(), "");
      assertThat(database.<Boolean>inTransaction(tx -> adoptions.add(tx, adopted))).isTrue();

      assertThat(leftBehind(database, ADOPTED)).isEmpty();
      assertThat(leftBehind(database, ADOPTED.plus(Duration.ofNanos(1_000))))
          .extracting(unprojected -> unprojected.state().requestId())
          .containsExactly(ID);
    }
  }

  private static List<Unprojected> leftBehind(Database database, Instant settled) {
    var ages = new UnprojectedStore.Ages(settled, settled, settled);
    return database.inTransaction(tx -> new UnprojectedStore().after(tx, null, ages, 10));
  }
}
