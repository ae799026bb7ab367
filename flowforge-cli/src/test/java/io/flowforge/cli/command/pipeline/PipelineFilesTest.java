package io.flowforge.cli.command.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.cli.RunResult;
import io.flowforge.cli.command.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineFilesTest {

  private final Path folder;

  PipelineFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @ValueSource(strings = {"yaml", "json"})
  void whatInitPrintsIsValid(String format) throws Exception {
    RunResult init = run("init", "--format", format);
    Path file = folder.resolve("pipeline." + format);
    Files.writeString(file, init.out());

    RunResult validated = run("validate", file.toString());

    assertThat(init.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(init.err()).isEmpty();
    assertThat(validated)
        .isEqualTo(new RunResult(ExitCode.OK, "", file + ": valid, 2 steps, 2 fields\n"));
  }

  @Test
  void initExplainsInComments() {
    assertThat(run("init").out()).startsWith("# A pipeline: ").contains("# ${model} stands for");
  }

  @Test
  void everyProblemIsALineOnStandardOutput() throws Exception {
    Path file = folder.resolve("pipeline.yaml");
    Files.writeString(
        file,
        run("init")
            .out()
            .replace("step_type: API", "step_type: CALL")
            .replace("is_terminal_step: true", "is_terminal_step: yes"));

    RunResult result = run("validate", file.toString());

    assertThat(result.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(result.out().lines())
        .satisfiesExactly(
            first ->
                assertThat(first).startsWith(file + ":33:16: steps[1].step_type: invalid step"),
            second ->
                assertThat(second)
                    .startsWith(file + ":35:23: steps[1].is_terminal_step: must be true or false"));
    assertThat(result.err()).isEqualTo(file + ": 2 problems\n");
  }

  @Test
  void aRuleThatMakesNoSenseHasItsPlace() throws Exception {
    Path file = folder.resolve("pipeline.yaml");
    Files.writeString(
        file,
        run("init")
            .out()
            .replace(
                "      placeholder: The",
                "      pattern: a**\n      min: 2026-01-31\n      placeholder: The"));

    RunResult result = run("validate", file.toString());

    assertThat(result.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(result.out().lines())
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .startsWith(
                        file + ":22:16: form.fields[1].pattern: character 2: invalid nested"),
            second ->
                assertThat(second)
                    .startsWith(file + ":23:12: form.fields[1].min: limits the formats number"));
  }

  @Test
  void severalFilesAreChecked() throws Exception {
    Path good = Files.writeString(folder.resolve("good.yaml"), run("init").out());

    RunResult result =
        run("validate", good.toString(), folder.resolve("none.json").toString(), good.toString());

    assertThat(result.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(result.out()).startsWith("there is no file ").hasLineCount(1);
    assertThat(result.err()).containsOnlyOnce("1 problem").contains("good.yaml: valid");
  }

  private static RunResult run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "pipeline";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return RunResult.of(Map.of(), Path.of(""), all);
  }
}
