package io.flowforge.cli.embedded.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresLogTest {

  private static final long MAX_BYTES = 10L * 1024 * 1024;

  private final Path file;
  private final Path renamed;
  private final PostgresLog log;

  PostgresLogTest(@TempDir Path directory) {
    file = directory.resolve("postgresql.log");
    renamed = directory.resolve("postgresql.log.1");
    log = new PostgresLog(file);
  }

  @Test
  void aLogOfTheMaximumSizeStays() throws IOException {
    resize(MAX_BYTES);
    log.rotate();
    assertThat(file).hasSize(MAX_BYTES);
    assertThat(renamed).doesNotExist();
  }

  @Test
  void aLongerLogReplacesTheOneRenamedBefore() throws IOException {
    Files.writeString(renamed, "old");
    resize(MAX_BYTES + 1);
    log.rotate();
    assertThat(file).doesNotExist();
    assertThat(renamed).hasSize(MAX_BYTES + 1);
  }

  @Test
  void aFailureEndsWithTheLastEightLines() throws IOException {
    Files.write(file, IntStream.rangeClosed(1, 20).mapToObj(number -> "line " + number).toList());
    assertThat(log.failure("PostgreSQL failed", new IOException("pg_ctl ended with 1")))
        .hasMessageStartingWith("PostgreSQL failed (pg_ctl ended with 1).")
        .hasMessageEndingWith(
            "The end of %s:\n%s"
                .formatted(
                    file,
                    IntStream.rangeClosed(13, 20)
                        .mapToObj(number -> "line " + number)
                        .collect(Collectors.joining("\n"))));
  }

  private void resize(long bytes) throws IOException {
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(bytes);
    }
  }
}
