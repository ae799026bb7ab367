package io.flowforge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.FlowforgeVersion;
import io.flowforge.cli.command.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

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
        .contains("\n  demo ", "\n  up ", "\n  serve ", " Loads users", "\n  run ");
  }

  /** Such as a class that is missing in an installation. */
  @Test
  void anErrorEndsTheCommandWithAMessage() {
    CommandLine command = FlowforgeCommand.commandLine(Map.of(), Path.of(""), "demo");
    command.addSubcommand("broken", new WithoutAClass());

    RunResult result = RunResult.of(command, "broken");

    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.err())
        .startsWith("flowforge: internal error; please report it:\n")
        .contains("NoClassDefFoundError: io/flowforge/Missing");
  }

  @Command(name = "broken")
  private record WithoutAClass() implements Callable<Integer> {

    @Override
    public Integer call() {
      throw new NoClassDefFoundError("io/flowforge/Missing");
    }
  }

  @Test
  void printsHelpOnStandardOutput() {
    RunResult result = run("--help");
    assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(result.out()).contains("seed").contains("8    waits for an approval");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void printsItsVersion() {
    RunResult result = run("--version");
    assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(result.out()).isEqualTo("flowforge " + FlowforgeVersion.current() + "\n");
  }

  @Test
  void suggestsACommandForAnUnknownOne() {
    RunResult result = run("sed");
    assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("flowforge: Unmatched argument at index 0: 'sed'\nDid you mean: seed")
        .endsWith("?\nSee: flowforge --help\n");
  }

  @Test
  void doesNotGuessWhatABeginningStandsFor() {
    assertThat(run("dem").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run("run", "id", "--foll").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run("run", "id", "--foll").err()).contains("Did you mean: --follow?");
  }

  @Test
  void aValueThatBeginsWithAnAtSignIsNotAFile(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("arguments"), "--help");
    assertThat(run("@" + file).exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void showsTheHelpOfACommand() {
    RunResult help = run("run", "--help");
    assertThat(help.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(help.out()).startsWith("Usage: flowforge run");
    assertThat(help.err()).isEmpty();
    assertThat(run("run", "-h")).isEqualTo(help);
    assertThat(run("help", "run")).isEqualTo(help);
    assertThat(run("help", "help").out()).startsWith("Usage: flowforge help");
  }

  @Test
  void helpWithoutACommandListsAll() {
    assertThat(run("help")).isEqualTo(run("--help"));
  }

  @Test
  void helpOnAnUnknownCommandSuggestsAnother() {
    RunResult result = run("help", "rum");
    assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("'rum'", "Did you mean: run");
  }
}
