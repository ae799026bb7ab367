package io.flowforge.cli.embedded.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs shell scripts in the place of PostgreSQL's programs. */
class PostgresProgramsTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final Path home;
  private final Path log;
  private final PostgresPrograms programs;

  PostgresProgramsTest(@TempDir Path home) throws IOException {
    this.home = home;
    log = home.resolve("log");
    programs = new PostgresPrograms(home);
    Files.createDirectory(home.resolve("bin"));
  }

  @Test
  void inputReachesTheProgramAndItsOutputTheLog() throws IOException {
    script("#!/bin/sh\necho \"$1\"\ncat\n");
    programs.run(log, "from stdin", LONG, "program", List.of("from arguments"));
    assertThat(log).hasContent("from arguments\nfrom stdin");
  }

  @Test
  void aProgramThatFailsIsReported() throws IOException {
    script("#!/bin/sh\nexit 3\n");
    assertThatThrownBy(() -> programs.run(log, "", LONG, "program", List.of()))
        .isInstanceOf(IOException.class)
        .hasMessage("program ended with 3");
  }

  @Test
  void aProgramThatDoesNotEndIsKilledAfterTheLimit() throws IOException {
    script("#!/bin/sh\necho $$ > '" + home.resolve("pid") + "'\nexec sleep 60\n");
    assertThatThrownBy(() -> programs.run(log, "", Duration.ofSeconds(8), "program", List.of()))
        .isInstanceOf(IOException.class)
        .hasMessage("program did not end within 8 s");
    long pid = Long.parseLong(Files.readString(home.resolve("pid")).strip());
    ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
    assertThat(ProcessHandle.of(pid)).isEmpty();
  }

  private void script(String text) throws IOException {
    Path file = home.resolve("bin").resolve("program");
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
