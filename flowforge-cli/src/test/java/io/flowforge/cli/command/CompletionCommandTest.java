package io.flowforge.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.cli.RunResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionCommandTest {

  private static RunResult completion(String shell) {
    return RunResult.of(Map.of(), Path.of(""), "completion", shell);
  }

  private static Path script(Path directory) throws Exception {
    return Files.writeString(directory.resolve("completion"), completion("bash").out());
  }

  @Test
  void theScriptIsValid(@TempDir Path directory) throws Exception {
    assertThat(completion("bash").exitCode()).isZero();
    assertThat(bash("bash -n " + script(directory))).isEmpty();
    assertThat(completion("zsh").out())
        .isEqualTo(completion("bash").out())
        .contains("ZSH_VERSION", "bashcompinit");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          flowforge ser,               serve
          flowforge request app,       approve
          flowforge run --fol,         --follow
          flowforge up --post,         --postgres-port
          """)
  void bashCompletesWithIt(String words, String completed, @TempDir Path directory)
      throws Exception {
    String completions =
        bash(
            """
            source %s
            COMP_WORDS=(%s)
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            COMP_LINE="${COMP_WORDS[*]}"
            _complete_flowforge
            echo ${COMPREPLY[@]}
            """
                .formatted(script(directory), words));
    assertThat(completions.lines())
        .anySatisfy(line -> assertThat(line.strip()).startsWith(completed));
  }

  @Test
  void refusesOtherShells() {
    RunResult result = completion("fish");
    assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains("there is no completion for 'fish'; write bash or zsh");
  }

  private static String bash(String script) throws Exception {
    Process bash =
        new ProcessBuilder(List.of("bash", "-c", script)).redirectErrorStream(true).start();
    return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
