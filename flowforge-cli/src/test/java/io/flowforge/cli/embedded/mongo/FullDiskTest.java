package io.flowforge.cli.embedded.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import de.bwaldvogel.mongo.MongoServer;
import io.flowforge.cli.embedded.loopback.LoopbackPort;
import io.flowforge.error.UnavailableException;
import io.flowforge.mongo.Documents;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.bson.Document;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document store on a disk that is full for a while. */
class FullDiskTest {

  private final MongoServer server;
  private final Documents documents;

  FullDiskTest(@TempDir Path directory) {
    FakeDisk.register();
    String file = FakeDisk.SCHEME + ":" + directory.resolve("documents.mv");
    server =
        new MongoServer(
            ReopeningBackend.of(
                () -> new MVStore.Builder().fileName(file).autoCommitDisabled().open()));
    server.bind(new InetSocketAddress(LoopbackPort.loopback(), 0), 1, 4);
    documents = Documents.open("mongodb://127.0.0.1:" + server.getLocalAddress().getPort());
  }

  @AfterEach
  void close() {
    FakeDisk.setFull(false);
    documents.close();
    server.shutdownNow();
  }

  @Test
  void readsContinueAndWritesFollowWhenThereIsSpaceAgain() {
    add(0);
    FakeDisk.setFull(true);

    int acknowledged = 1 + addUntilItFails();
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(() -> add(-1))
          .withMessage("the document store has no disk space left; retry when there is some");
      assertThat(count()).isEqualTo(acknowledged);
    }
    assertThatExceptionOfType(UnavailableException.class).isThrownBy(documents::tryWrite);

    FakeDisk.setFull(false);
    documents.tryWrite();
    add(-1);
    assertThat(count()).isEqualTo(acknowledged + 1);
  }

  /** Space in the middle of the file may still be used. */
  private int addUntilItFails() {
    for (int added = 0; added < 1_000; added++) {
      try {
        add(added + 1);
      } catch (UnavailableException _) {
        return added;
      }
    }
    throw new AssertionError("the disk is not full");
  }

  private void add(int id) {
    var document = new Document("_id", id).append("text", "-".repeat(20_000));
    var _ = documents.onPipelines(pipelines -> pipelines.insertOne(document));
  }

  private long count() {
    return documents.onPipelines(pipelines -> pipelines.countDocuments());
  }
}
