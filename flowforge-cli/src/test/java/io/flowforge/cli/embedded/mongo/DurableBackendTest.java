package io.flowforge.cli.embedded.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import de.bwaldvogel.mongo.MongoServer;
import io.flowforge.cli.embedded.loopback.LoopbackPort;
import io.flowforge.testing.Eventually;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.bson.Document;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableBackendTest {

  /** Enough for each connection to have its own thread, so that a held write blocks no other. */
  private static final int WORKER_THREADS = 32;

  private final MongoServer server;
  private final MongoClient client;
  private final MongoCollection<Document> things;

  DurableBackendTest(@TempDir Path directory) {
    FakeDisk.register();
    server =
        new MongoServer(
            new DurableBackend(
                new MVStore.Builder()
                    .fileName(FakeDisk.SCHEME + ":" + directory.resolve("documents.mv"))
                    .autoCommitDisabled()
                    .open()));
    server.bind(new InetSocketAddress(LoopbackPort.loopback(), 0), 1, WORKER_THREADS);
    client = MongoClients.create("mongodb://127.0.0.1:" + server.getLocalAddress().getPort());
    things = client.getDatabase("test").getCollection("things");
  }

  @BeforeEach
  void createCollection() {
    things.insertOne(new Document("_id", 1));
  }

  @AfterEach
  void close() {
    client.close();
    server.shutdownNow();
  }

  @Test
  void everyKindOfWriteIsForcedToTheDisk() {
    assertThat(forcesOf(() -> things.insertOne(new Document("_id", 2)))).isPositive();
    assertThat(forcesOf(() -> things.updateOne(Filters.eq(1), Updates.set("a", 1)))).isPositive();
    assertThat(forcesOf(() -> things.replaceOne(Filters.eq(1), new Document("b", 1)))).isPositive();
    assertThat(forcesOf(() -> things.findOneAndUpdate(Filters.eq(1), Updates.set("a", 2))))
        .isPositive();
    assertThat(forcesOf(() -> things.deleteOne(Filters.eq(2)))).isPositive();
    assertThat(forcesOf(() -> things.createIndex(Indexes.ascending("a")))).isPositive();
    assertThat(forcesOf(things::drop)).isPositive();
  }

  @Test
  void readsDoNotWaitForTheDisk() {
    assertThat(forcesOf(() -> things.find(Filters.eq(1)).first())).isZero();
    assertThat(forcesOf(things::estimatedDocumentCount)).isZero();
  }

  @Test
  void aWriteIsAcknowledgedOnlyAfterItWasForced() {
    int before = FakeDisk.forces();
    CountDownLatch disk = FakeDisk.hold();
    CompletableFuture<Void> insert = insert(2);
    try {
      Eventually.eventually(FakeDisk::forces, forces -> forces > before);
      // A round trip gives a response that did not wait for the disk the time to arrive.
      assertThat(things.find(Filters.eq(2)).first()).isNotNull();
      assertThat(insert).isNotDone();
    } finally {
      disk.countDown();
    }
    insert.join();
  }

  @Test
  void oneForceServesAllWritesThatWaitForIt() {
    int before = FakeDisk.forces();
    CountDownLatch disk = FakeDisk.hold();
    List<CompletableFuture<Void>> inserts = new ArrayList<>(List.of(insert(2)));
    try {
      Eventually.eventually(FakeDisk::forces, forces -> forces > before);
      IntStream.rangeClosed(3, 6).forEach(id -> inserts.add(insert(id)));
      Eventually.eventually(things::estimatedDocumentCount, count -> count == 6);
    } finally {
      disk.countDown();
    }
    inserts.forEach(CompletableFuture::join);
    // One for the first, and one for the four that waited.
    assertThat(FakeDisk.forces() - before).isEqualTo(2);
  }

  private CompletableFuture<Void> insert(int id) {
    return CompletableFuture.runAsync(
        () -> things.insertOne(new Document("_id", id)), task -> Thread.ofVirtual().start(task));
  }

  private static int forcesOf(Runnable command) {
    int before = FakeDisk.forces();
    command.run();
    return FakeDisk.forces() - before;
  }
}
