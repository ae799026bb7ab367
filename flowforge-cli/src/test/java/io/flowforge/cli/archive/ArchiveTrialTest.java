package io.flowforge.cli.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The release archive as its users run it; the script says how. */
class ArchiveTrialTest {

  @Test
  void runsAnywhereForAnybodyWithoutNetwork() throws IOException {
    Process trial =
        new ProcessBuilder("../deploy/try-archive", PackedFiles.archive().toString())
            .redirectErrorStream(true)
            .start();
    trial.getOutputStream().close();
    String output = new String(trial.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(trial.onExit().join().exitValue()).as(output).isZero();
    assertThat(output)
        .contains(
            "--- flowforge demo", "--- flowforge up", "--- flowforge seed", "--- flowforge serve")
        .contains("The archive works");
  }
}
