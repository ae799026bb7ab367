package io.flowforge.cli.command.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.InvalidException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SecretValueSourceTest {

  @Test
  void theWholeInputCountsWithoutItsLastLineBreak() {
    assertThat(read("t0ken")).isEqualTo("t0ken");
    assertThat(read("t0ken\n")).isEqualTo("t0ken");
    assertThat(read("t0ken\r\n")).isEqualTo("t0ken");
    assertThat(read("-----BEGIN\nü\n\n")).isEqualTo("-----BEGIN\nü\n");
    assertThat(read(" t0ken \n")).isEqualTo(" t0ken ");
  }

  @Test
  void nothingAndTooMuchAreRefusedWithoutShowingIt() {
    assertThatThrownBy(() -> read("\n"))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("flowforge secret set NAME < token.txt");
    assertThatThrownBy(() -> read("x".repeat(64 * 1024 + 1)))
        .isInstanceOf(InvalidException.class)
        .hasMessageNotContaining("xxx");
  }

  @Test
  void bytesThatAreNoTextAreRefused() {
    var source =
        new SecretValueSource(null, new ByteArrayInputStream(new byte[] {(byte) 0xff, 'x', 0}));

    assertThatThrownBy(() -> source.read("NAME"))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("UTF-8");
  }

  private static String read(String input) {
    return new SecretValueSource(
            null, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)))
        .read("NAME");
  }
}
