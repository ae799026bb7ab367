package io.flowforge.cli.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The release archive as its users run it; the script says how. Without demo, up, seed and serve,
 * which take minutes on a busy machine: {@code deploy/try-archive} tries these, too.
 */
class ArchiveTrialTest {

  /** Far more than it takes, so that a build ends whatever hangs. */
  private static final int MAX_MINUTES = 5;

  /** The exit code of the script where this machine lacks a program with which it tries. */
  private static final int SKIPPED = 77;

  @Test
  void runsAnywhereForAnybodyWithoutNetwork(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path file = folder.resolve("output");
    Process trial =
        new ProcessBuilder("../deploy/try-archive", "--quick", PackedFiles.archive().toString())
            .redirectErrorStream(true)
            .redirectOutput(file.toFile())
            .start();
    trial.getOutputStream().close();
    boolean hasEnded = trial.waitFor(MAX_MINUTES, TimeUnit.MINUTES);
    if (!hasEnded) {
      // The script cleans up after itself as soon as what it waits for has ended.
      trial.descendants().forEach(ProcessHandle::destroyForcibly);
      var _ = trial.waitFor(1, TimeUnit.MINUTES);
      trial.destroyForcibly();
    }
    String output = Files.readString(file);

    assertThat(hasEnded).as("ends within %d minutes: %s", MAX_MINUTES, output).isTrue();
    assumeFalse(trial.exitValue() == SKIPPED, output);
    assertThat(trial.exitValue()).as(output).isZero();
    assertThat(output)
        .contains("--- flowforge --version", "--- flowforge config", "--- flowforge up")
        .contains("The archive works");
  }
}
