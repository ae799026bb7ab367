package io.flowforge.mongo;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import io.flowforge.error.UnavailableException;
import io.flowforge.testing.TestStores;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentsTest {

  @Test
  void anOperatorMaySayHowWritesAreAcknowledgedButNotThatReadsMayBeLate() {
    MongoClientSettings settings = settings("mongodb://h/?w=2&readPreference=secondary");

    assertThat(settings.getWriteConcern()).isEqualTo(WriteConcern.W2);
    assertThat(settings.getReadPreference()).isEqualTo(ReadPreference.primary());
  }

  @Test
  void writesAreAcknowledgedByTheMajorityUnlessAnOperatorSaysOtherwise() {
    assertThat(settings("mongodb://h").getWriteConcern()).isEqualTo(WriteConcern.MAJORITY);
  }

  @Test
  void everyWaitForMongoEnds() {
    MongoClientSettings settings = settings("mongodb://h");

    assertThat(settings.getClusterSettings().getServerSelectionTimeout(MILLISECONDS))
        .isEqualTo(5_000);
    assertThat(settings.getSocketSettings().getConnectTimeout(MILLISECONDS)).isEqualTo(5_000);
    assertThat(settings.getSocketSettings().getReadTimeout(MILLISECONDS)).isEqualTo(15_000);
  }

  @Test
  void anOperatorMayChangeTheTimeouts() {
    MongoClientSettings settings =
        settings("mongodb://h/?serverSelectionTimeoutMS=1&connectTimeoutMS=2&socketTimeoutMS=3");

    assertThat(settings.getClusterSettings().getServerSelectionTimeout(MILLISECONDS)).isEqualTo(1);
    assertThat(settings.getSocketSettings().getConnectTimeout(MILLISECONDS)).isEqualTo(2);
    assertThat(settings.getSocketSettings().getReadTimeout(MILLISECONDS)).isEqualTo(3);
  }

  @Test
  void aCallThatOutlivesTheProcessIsToldToRetry() {
    try (var stores = new TestStores()) {
      Documents closed = Documents.open(stores.mongoUri());
      closed.close();

      for (Runnable call : List.<Runnable>of(closed::ping, closed::tryWrite)) {
        assertThatExceptionOfType(UnavailableException.class)
            .isThrownBy(call::run)
            .withMessage("the server is stopping; retry");
      }
    }
  }

  @Test
  void aSilentServerIsUnavailable() throws IOException {
    // The kernel accepts the connection; nobody ever reads from it.
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String uri =
          "mongodb://127.0.0.1:%d/?serverSelectionTimeoutMS=100".formatted(silent.getLocalPort());

      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(() -> Documents.open(uri))
          .withMessageStartingWith(
              "the document store is not responding at 127.0.0.1:" + silent.getLocalPort())
          .withMessageContaining("MONGO_URI");
    }
  }

  private static MongoClientSettings settings(String uri) {
    return Documents.settings(new ConnectionString(uri), new CompositeMeterRegistry());
  }
}
