package io.flowforge.cli.embedded.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.cli.embedded.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresArchiveTest {

  private final Path directory;

  PostgresArchiveTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void twoCanUnpackAtOnceAndNothingElseStays() throws IOException {
    long deadProcess = Long.MAX_VALUE;
    Path first = PostgresArchive.onClasspath().unpackedIn(Programs.DIRECTORY);
    Files.createDirectory(
        directory.resolve(first.getFileName() + ".unfinished-" + deadProcess + "-1"));
    CompletableFuture<Path> other = CompletableFuture.supplyAsync(this::unpack);
    Path mine = unpack();
    assertThat(other.join()).isEqualTo(mine);
    assertThat(mine.resolve("bin").resolve("postgres")).isExecutable();
    assertThat(directory).isDirectoryContaining(mine::equals);
    try (var all = Files.list(directory)) {
      assertThat(all).hasSize(1);
    }
  }

  @Test
  void archivesAreNamedAfterThePlatform() {
    assertThat(PostgresArchive.platforms("Linux", "amd64"))
        .containsExactly("linux-x86_64", "linux-x86_64-alpine_linux");
    assertThat(PostgresArchive.platforms("Linux", "aarch64"))
        .containsExactly("linux-arm_64", "linux-arm_64-alpine_linux");
    assertThat(PostgresArchive.platforms("Mac OS X", "aarch64"))
        .containsExactly("darwin-arm_64", "darwin-x86_64");
    assertThat(PostgresArchive.platforms("Windows 11", "amd64")).containsExactly("windows-x86_64");
  }

  private Path unpack() {
    try {
      return PostgresArchive.onClasspath().unpackedIn(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
