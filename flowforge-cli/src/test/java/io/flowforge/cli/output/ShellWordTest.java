package io.flowforge.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "a=b",
        "",
        "two words",
        "it's",
        "'",
        "$HOME `id` \"x\" \\ !",
        "*",
        "~",
        "grün"
      })
  void isOneWordOfAShell(String text) throws IOException {
    Process shell = new ProcessBuilder("sh", "-c", "printf '[%s]' " + ShellWord.of(text)).start();
    assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("[" + text + "]");
  }
}
