package io.flowforge.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.cli.embedded.issuer.IssuerOptions;
import io.flowforge.cli.embedded.issuer.IssuerUser;
import io.flowforge.cli.embedded.loopback.LoopbackPort;
import io.flowforge.cli.files.DirectoryLock;
import io.flowforge.error.ConflictException;
import io.flowforge.mongo.Documents;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.PostgresUri;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStackTest {

  private static final IssuerOptions ISSUER =
      IssuerOptions.of(
          "flowforge",
          "client",
          "secret",
          List.of(new IssuerUser("auth0|ada", "ada@example.org", "Ada", "auth0", "ada")));

  private final Path directory;

  LocalStackTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void everythingStartsAndAThrowawayLeavesNothing() {
    var options = LocalStackOptions.throwaway(directory, Programs.DIRECTORY, ISSUER);
    LocalStack stack = LocalStack.start(options, InstantSource.system());
    try (var database = Database.open(PostgresUri.parse(stack.postgresUri()), 1);
        var documents = Documents.open(stack.mongoUri())) {
      database.ping();
      documents.ping();
      assertThat(stack.issuer().tokenFor("auth0|ada")).isNotEmpty();
      assertThat(stack.startTimes().total()).isGreaterThan(Duration.ZERO);
      assertThat(stack.startTimes().total())
          .isGreaterThanOrEqualTo(stack.startTimes().postgres())
          .isGreaterThanOrEqualTo(stack.startTimes().mongo())
          .isGreaterThanOrEqualTo(stack.startTimes().issuer());
      assertThatThrownBy(() -> LocalStack.start(options, InstantSource.system()))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining(directory + " is already in use by another flowforge");
    } finally {
      stack.close();
      stack.close();
    }
    assertThat(directory.resolve("postgres")).doesNotExist();
    assertThat(directory.resolve("mongo")).doesNotExist();
    assertThat(directory.resolve("issuer")).doesNotExist();
    DirectoryLock.acquire(directory).close();
  }

  @Test
  void ifOnePartFailsTheOthersAreClosed() throws IOException {
    try (var other = new ServerSocket(0, 1, LoopbackPort.loopback())) {
      LocalPorts free = LocalPorts.anyFree();
      LocalStackOptions options =
          keeping(
              new LocalPorts(
                  free.server(),
                  LoopbackPort.fixed(other.getLocalPort(), "--postgres-port"),
                  free.mongo(),
                  free.issuer(),
                  free.stub()));
      assertThatThrownBy(() -> LocalStack.start(options, InstantSource.system()))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("--postgres-port");
    }
    DirectoryLock.acquire(directory.resolve("mongo")).close();
    DirectoryLock.acquire(directory).close();
  }

  @Test
  void thePortOfTheServerIsCheckedBeforeAnythingStarts() throws IOException {
    try (var other = new ServerSocket(0, 1, LoopbackPort.loopback())) {
      LocalPorts free = LocalPorts.anyFree();
      LocalStackOptions options =
          keeping(
              new LocalPorts(
                  LoopbackPort.fixed(other.getLocalPort(), "--port"),
                  free.postgres(),
                  free.mongo(),
                  free.issuer(),
                  free.stub()));
      assertThatThrownBy(() -> LocalStack.start(options, InstantSource.system()))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("port " + other.getLocalPort())
          .hasMessageContaining("--port");
    }
    assertThat(directory.resolve("postgres")).doesNotExist();
  }

  private LocalStackOptions keeping(LocalPorts ports) {
    return new LocalStackOptions(directory, Programs.DIRECTORY, false, ports, ISSUER);
  }
}
