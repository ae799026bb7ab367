package io.flowforge.cli.embedded.mongo;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import de.bwaldvogel.mongo.MongoServer;
import io.flowforge.Flowforge;
import io.flowforge.FlowforgeSettings;
import io.flowforge.execution.ExecutionSettings;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.request.RequestQuery;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the server does again and again reads a few pages of the document store, however many
 * documents there are. The store keeps no pages in memory, so each document that is looked at is
 * read.
 */
class LookUpTest {

  private static final Duration NEVER = Duration.ofHours(1);
  private static final int MANY = 4_000;

  private final TestStores stores = new TestStores();
  private final Target target = new Target();
  private final MVStore store;
  private final MongoServer server;
  private final Flowforge flowforge;
  private final World world;

  LookUpTest(@TempDir Path directory) {
    store =
        new MVStore.Builder()
            .fileName(directory.resolve("documents.mv").toString())
            .cacheSize(0)
            .autoCommitDisabled()
            .open();
    server = new MongoServer(new DurableBackend(store));
    String uri = server.bindAndGetConnectionString();
    ExecutionSettings quiet =
        stores
            .settings()
            .execution()
            .withIntervals(new ExecutionSettings.Intervals(NEVER, NEVER, NEVER, NEVER, NEVER));
    flowforge =
        Flowforge.open(
            new FlowforgeSettings(PostgresUri.parse(stores.postgresUri()), 4, uri, quiet, null),
            InstantSource.system());
    world = new World(flowforge);
    flowforge.startWorkers();
  }

  @AfterEach
  void close() {
    flowforge.close();
    server.shutdownNow();
    target.close();
    stores.close();
  }

  @Test
  void nothingReadsAllDocuments() {
    Pipeline pipeline = world.pipeline(Pipelines.callApproveCall(target.url()));
    add(MANY);
    // The first sweep of a process reads them.
    work(pipeline);

    // A page holds about ten documents.
    assertThat(readsOf(() -> work(pipeline))).isBetween(1L, MANY / 20L);
  }

  /** An index that knew only what was there when it was made would miss these. */
  @Test
  void whatOtherProgramsWriteIsFound() {
    add(10);
    assertThat(flowforge.adoption().sweep()).isZero();
    Pipeline pipeline = world.pipeline(Pipelines.callApproveCall(target.url()));
    ServiceRequest request = work(pipeline);

    documents(
        requests -> {
          requests.updateOne(
              Filters.eq(new ObjectId(request.id())), Updates.set("status", "Failed"));
          Document older = document(new ObjectId(), "Not Started");
          List.of("run_seq", "run_status", "run_status_seq").forEach(older::remove);
          older.put("pipeline_id", pipeline.id());
          requests.insertOne(older);
        });

    assertThat(flowforge.adoption().sweep()).isEqualTo(2);
    assertThat(flowforge.adoption().sweep()).isZero();
  }

  /** Everything that a server does again and again. */
  private ServiceRequest work(Pipeline pipeline) {
    ServiceRequest request = world.request(pipeline, "{\"who\": \"w\", \"why\": \"y\"}");
    var decisions = flowforge.requests().decisions();
    decisions.start(World.MEMBER, request.id());
    await(request, RequestStatus.PENDING);
    decisions.approve(World.ADMIN, request.id());
    await(request, RequestStatus.COMPLETED);
    var reading = flowforge.requests().reading();
    var query = new RequestQuery(world.orgId(), 1, 10, Set.of());
    assertThat(reading.listAll(World.ADMIN, query).requests().toList()).isNotEmpty();
    assertThat(reading.listOwn(World.MEMBER, query).requests().toList()).isNotEmpty();
    flowforge.adoption().sweep();
    return request;
  }

  /** Asks PostgreSQL, because what is asked again and again must not read documents here. */
  private void await(ServiceRequest request, RequestStatus status) {
    eventually(
        () ->
            flowforge
                .database()
                .inTransaction(
                    tx ->
                        tx.find(
                            "SELECT status FROM request_run WHERE request_id = ?",
                            row -> row.text("status"),
                            request.id())),
        found -> found.equals(Optional.of(status.label())));
  }

  private long readsOf(Runnable work) {
    long before = store.getFileStore().getReadCount();
    work.run();
    return store.getFileStore().getReadCount() - before;
  }

  private void add(int count) {
    documents(
        requests ->
            requests.insertMany(
                IntStream.range(0, count)
                    .mapToObj(_ -> document(new ObjectId(), "Completed"))
                    .toList()));
  }

  @SuppressWarnings("JavaUtilDate") // What the driver stores.
  private Document document(ObjectId id, String status) {
    return new Document("_id", id)
        .append("user_id", "auth0|mike")
        .append("org_id", world.orgId())
        .append("pipeline_id", new ObjectId().toHexString())
        .append("pipeline_name", "p")
        .append("status", status)
        .append("created_on", new Date())
        .append("last_updated", new Date())
        .append("remarks", "r".repeat(1_000))
        .append("form_data", new Document("who", "w"))
        .append("run_seq", 5L)
        .append("run_status", status)
        .append("run_status_seq", 5L);
  }

  private void documents(Consumer<MongoCollection<Document>> work) {
    try (var client =
        MongoClients.create("mongodb://127.0.0.1:" + server.getLocalAddress().getPort())) {
      work.accept(client.getDatabase("flowforge_db").getCollection("service_requests"));
    }
  }
}
