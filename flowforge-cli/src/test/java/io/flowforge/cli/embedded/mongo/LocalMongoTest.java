package io.flowforge.cli.embedded.mongo;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.flowforge.cli.embedded.OtherProcess;
import io.flowforge.cli.embedded.loopback.LoopbackPort;
import io.flowforge.cli.embedded.loopback.StubService;
import io.flowforge.cli.files.DirectoryLock;
import io.flowforge.error.ConflictException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalMongoTest {

  private final Path directory;

  LocalMongoTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void dataStaysOverARestart() {
    try (var mongo = LocalMongo.open(directory, LoopbackPort.anyFree());
        var client = MongoClients.create(mongo.uri())) {
      assertThat(mongo.uri()).isEqualTo("mongodb://127.0.0.1:" + mongo.port());
      things(client).insertOne(new Document("_id", 1).append("name", "kept"));
      assertThatThrownBy(() -> LocalMongo.open(directory, LoopbackPort.anyFree()))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("already in use");
    }
    try (var mongo = LocalMongo.open(directory, LoopbackPort.anyFree());
        var client = MongoClients.create(mongo.uri())) {
      assertThat(things(client).find().first()).containsEntry("name", "kept");
    }
  }

  @Test
  void everyTypeIsReadAgainBesideAWebServer() {
    var document =
        new Document("_id", new ObjectId())
            .append("text", "t")
            .append("nothing", null)
            .append("numbers", List.of(1, 2L, 3.5, new Decimal128(4)))
            .append("yes", true)
            .append("time", Date.from(Instant.parse("2026-01-31T08:00:00.123Z")))
            .append("bytes", new Binary(new byte[] {1, 2}))
            .append("inner", new Document("list", List.of(new Document("a", List.of()))));
    // It forbids deserialization in its process, but for what serial-config.properties lists.
    try (var _ = StubService.open(1, LoopbackPort.anyFree(), Duration.ZERO)) {
      try (var mongo = LocalMongo.open(directory, LoopbackPort.anyFree());
          var client = MongoClients.create(mongo.uri())) {
        things(client).insertOne(document);
      }
      try (var mongo = LocalMongo.open(directory, LoopbackPort.anyFree());
          var client = MongoClients.create(mongo.uri())) {
        assertThat(things(client).find().first()).isEqualTo(document);
      }
    }
  }

  @Test
  void whatWasAnsweredSurvivesAKillInTheMiddle() throws Exception {
    Set<Integer> answered = ConcurrentHashMap.newKeySet();
    try (var other = OtherProcess.with("mongo", directory);
        var client =
            MongoClients.create(other.uri() + "/?retryWrites=false&serverSelectionTimeoutMS=1000");
        var writers = Executors.newVirtualThreadPerTaskExecutor()) {
      // The first answer of a process takes longer than later ones.
      eventually(() -> isAnswering(client), Boolean.TRUE::equals);
      var enough = new CountDownLatch(200);
      for (int writer = 0; writer < 8; writer++) {
        int first = writer * 1_000_000;
        writers.execute(() -> insertUntilItFails(things(client), first, answered, enough));
      }
      assertThat(enough.await(30, TimeUnit.SECONDS)).isTrue();
      other.kill();
    }
    try (var mongo = LocalMongo.open(directory, LoopbackPort.anyFree());
        var client = MongoClients.create(mongo.uri())) {
      Set<Integer> found = new HashSet<>();
      things(client).find().forEach(document -> found.add(document.getInteger("_id")));
      assertThat(found).containsAll(answered);
      assertThat(things(client).countDocuments()).isEqualTo(found.size());
    }
  }

  @Test
  void changesUseTheFileAgain() throws IOException {
    try (var mongo = LocalMongo.open(directory, LoopbackPort.anyFree());
        var client = MongoClients.create(mongo.uri())) {
      things(client).insertOne(new Document("_id", 1));
      for (int change = 0; change < 1_000; change++) {
        things(client)
            .updateOne(
                new Document("_id", 1), new Document("$set", new Document("change", change)));
      }
    }
    assertThat(Files.size(directory.resolve("documents.mv"))).isLessThan(2L * 1024 * 1024);
  }

  @Test
  void withoutAFolderAllIsInMemory() {
    try (var mongo = LocalMongo.open(null, LoopbackPort.anyFree());
        var client = MongoClients.create(mongo.uri())) {
      things(client).insertOne(new Document("_id", 1));
      assertThat(things(client).countDocuments()).isEqualTo(1);
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void takenPortIsRefusedWithItsNumberAndOption() throws IOException {
    try (var other = new ServerSocket(0, 1, LoopbackPort.loopback())) {
      LoopbackPort port = LoopbackPort.fixed(other.getLocalPort(), "--mongo-port");
      assertThatThrownBy(() -> LocalMongo.open(directory, port))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("port " + other.getLocalPort())
          .hasMessageContaining("--mongo-port");
    }
    DirectoryLock.acquire(directory).close();
  }

  private static boolean isAnswering(MongoClient client) {
    try {
      return things(client).countDocuments() == 0;
    } catch (MongoException _) {
      return false;
    }
  }

  private static void insertUntilItFails(
      MongoCollection<Document> things, int first, Set<Integer> answered, CountDownLatch enough) {
    try {
      for (int id = first; ; id++) {
        things.insertOne(new Document("_id", id));
        answered.add(id);
        enough.countDown();
      }
    } catch (MongoException _) {
      // The server was killed.
    }
  }

  private static MongoCollection<Document> things(MongoClient client) {
    return client.getDatabase("test").getCollection("things");
  }
}
