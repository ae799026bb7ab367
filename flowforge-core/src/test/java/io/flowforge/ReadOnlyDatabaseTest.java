package io.flowforge;

import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.flowforge.error.UnavailableException;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.request.RequestQuery;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server whose PostgreSQL accepts no changes for a while, as after a failover. */
class ReadOnlyDatabaseTest {

  private final TestStores stores = new TestStores();
  private final Target target = new Target();
  private Flowforge flowforge;
  private World world;

  @BeforeEach
  void open() {
    flowforge = Flowforge.open(stores.settings(), InstantSource.system());
    world = new World(flowforge);
  }

  @AfterEach
  void close() {
    flowforge.close();
    target.close();
    stores.close();
  }

  @Test
  void readsContinueAndChangesWait() {
    Pipeline pipeline = world.pipeline(Pipelines.call(target.url()));
    ServiceRequest request = world.request(pipeline, "{\"who\": \"Mike\"}");
    flowforge.requests().decisions().start(MEMBER, request.id());
    // MongoDB does not have this status, and nothing that reads may write it.
    flowforge
        .database()
        .useTransaction(tx -> tx.update("UPDATE request_run SET projected_seq = 1"));
    setReadOnly(true);

    var query = new RequestQuery(request.orgId(), 1, 10, Set.of(RequestStatus.RUNNING));
    assertThat(flowforge.requests().reading().listOwn(MEMBER, query).requests()).hasSize(1);
    assertThat(flowforge.requests().reading().get(MEMBER, request.id()).request().status())
        .isEqualTo(RequestStatus.RUNNING);
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> world.request(pipeline, "{\"who\": \"Mike\"}"))
        .withMessageStartingWith("the database is read-only at the moment");
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> flowforge.checks().getOrDefault("postgres", () -> {}).run());
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(flowforge::ping);

    setReadOnly(false);
    flowforge.startWorkers();
    world.await(request, RequestStatus.COMPLETED);
  }

  /** Also ends the connections of the server, because the setting applies to new ones. */
  private void setReadOnly(boolean readOnly) {
    try (var direct = Database.open(PostgresUri.parse(stores.postgresUri()), 1)) {
      direct.useTransaction(
          tx -> {
            tx.update("SET TRANSACTION READ WRITE");
            tx.update(
                """
                DO $$ BEGIN
                  EXECUTE format('ALTER DATABASE %%I SET default_transaction_read_only = %s',
                                 current_database());
                END $$"""
                    .formatted(readOnly));
          });
    }
    ((HikariDataSource) flowforge.database().dataSource())
        .getHikariPoolMXBean()
        .softEvictConnections();
  }
}
