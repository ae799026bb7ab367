package io.flowforge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.cli.command.ExitCode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlowforgeCommandTest {

  private static RunResult run(String... args) {
    return RunResult.of(Map.of(), Path.of(""), args);
  }

  @Test
  void printsItsUsageWithoutASubcommand() {
    RunResult result = run();
    assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("Usage: flowforge")
        .containsSubsequence("demo   ", "up     ", "serve  ", "seed   Loads users", "run    ");
  }

  @Test
  void printsHelpOnStandardOutput() {
    RunResult result = run("--help");
    assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(result.out()).contains("seed").contains("8   waits for an approval");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void printsItsVersion() {
    RunResult result = run("--version");
    assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(result.out()).startsWith("flowforge ");
  }

  @Test
  void rejectsAnUnknownSubcommand() {
    RunResult result = run("sed");
    assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).startsWith("Unmatched argument at index 0: 'sed'");
  }
}
