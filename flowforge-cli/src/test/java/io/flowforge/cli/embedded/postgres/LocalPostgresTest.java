package io.flowforge.cli.embedded.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.cli.embedded.OtherProcess;
import io.flowforge.cli.embedded.Programs;
import io.flowforge.cli.embedded.loopback.LoopbackPort;
import io.flowforge.cli.files.DirectoryLock;
import io.flowforge.error.ConflictException;
import io.flowforge.error.UnavailableException;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.PostgresUri;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPostgresTest {

  private final Path directory;

  LocalPostgresTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void commitsAreDurableAndTimesAreUtc() {
    try (var postgres = open();
        var database = connect(postgres.uri())) {
      assertThat(setting(database, "fsync")).isEqualTo("on");
      assertThat(setting(database, "synchronous_commit")).isEqualTo("on");
      assertThat(setting(database, "full_page_writes")).isEqualTo("on");
      assertThat(setting(database, "listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(setting(database, "unix_socket_directories")).isEmpty();
      assertThat(setting(database, "max_connections")).isEqualTo("100");
      assertThat(setting(database, "server_encoding")).isEqualTo("UTF8");
      assertThat(setting(database, "log_timezone")).isEqualTo("UTC");
      assertThat(postgres.uri())
          .isEqualTo(
              "postgres://postgres:postgres@127.0.0.1:%d/flowforge?sslmode=disable"
                  .formatted(postgres.port()));
    }
    assertThat(directory.resolve("postgresql.log")).content().contains("ready to accept");
  }

  @Test
  void dataStaysOverARestartAndAStaleProcessNumberDoesNotHinderIt() throws IOException {
    Path unfinished = Files.createDirectories(directory.resolve("data.unfinished"));
    Files.writeString(unfinished.resolve("PG_VERSION"), "left by a first start that was killed");
    try (var postgres = open();
        var database = connect(postgres.uri())) {
      database.useTransaction(
          tx -> {
            tx.update("CREATE TABLE note (text varchar)");
            tx.update("INSERT INTO note VALUES ('kept')");
          });
    }
    // As after a reboot: the number belongs to another program now.
    Files.writeString(
        directory.resolve("data").resolve("postmaster.pid"),
        ProcessHandle.current().pid()
            + "\n"
            + directory.resolve("data")
            + "\n0\n5432\n\n\n  1 1\n");
    try (var postgres = open();
        var database = connect(postgres.uri())) {
      assertThat(notes(database)).containsExactly("kept");
    }
  }

  @Test
  void folderInUseIsRefusedAndALeftoverOfAKilledProcessIsStopped() throws IOException {
    ProcessHandle leftover;
    try (var other = OtherProcess.with("postgres", directory)) {
      try (var database = connect(other.uri())) {
        database.useTransaction(
            tx -> {
              tx.update("CREATE TABLE note (text varchar)");
              tx.update("INSERT INTO note VALUES ('kept')");
            });
      }
      assertThatThrownBy(this::open)
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining(
              "is already in use by another flowforge (process %d); stop it first"
                  .formatted(other.pid()));
      leftover = postmaster();
    }
    assertThat(leftover.isAlive()).isTrue();
    try (var postgres = open();
        var database = connect(postgres.uri())) {
      assertThat(postmaster()).isNotEqualTo(leftover);
      assertThat(leftover.info().command()).isEmpty();
      assertThat(notes(database)).containsExactly("kept");
      assertThatThrownBy(this::open).isInstanceOf(ConflictException.class);
    }
  }

  @Test
  void takenPortIsRefusedWithItsNumberAndOption() throws IOException {
    try (var other = new ServerSocket(0, 1, LoopbackPort.loopback())) {
      LoopbackPort port = LoopbackPort.fixed(other.getLocalPort(), "--postgres-port");
      assertThatThrownBy(() -> LocalPostgres.open(directory, Programs.DIRECTORY, port, true))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("port " + other.getLocalPort())
          .hasMessageContaining("--postgres-port");
    }
  }

  @Test
  void whyItDoesNotStartIsInTheMessage() throws IOException {
    Path data = Files.createDirectories(directory.resolve("data"));
    Files.writeString(data.resolve("PG_VERSION"), "9.6\n");
    Files.writeString(data.resolve("postgresql.conf"), "");
    assertThatThrownBy(this::open)
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("PostgreSQL does not start in " + directory.toRealPath())
        .hasMessageContaining("postgresql.log");
    // And the folder is free again.
    DirectoryLock.acquire(directory).close();
  }

  private LocalPostgres open() {
    return LocalPostgres.open(directory, Programs.DIRECTORY, LoopbackPort.anyFree(), false);
  }

  private ProcessHandle postmaster() throws IOException {
    return new PostgresInstance(new PostgresPrograms(Programs.DIRECTORY), directory.toRealPath())
        .postmaster()
        .orElseThrow();
  }

  private static Database connect(String uri) {
    return Database.open(PostgresUri.parse(uri), 1);
  }

  private static String setting(Database database, String name) {
    return database
        .inTransaction(
            tx ->
                tx.list(
                    "SELECT setting FROM pg_settings WHERE name = ?",
                    row -> row.text("setting"),
                    name))
        .getFirst();
  }

  private static List<String> notes(Database database) {
    return database.inTransaction(tx -> tx.list("SELECT text FROM note", row -> row.text("text")));
  }
}
