package io.flowforge.cli.command.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.InvalidException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SecretSourceTest {

  @Test
  void theFirstLineIsTheSecret() {
    assertThat(read("s3crét \r\nmore")).isEqualTo("s3crét");
    assertThat(read("s3cret")).isEqualTo("s3cret");
  }

  @Test
  void nothingIsNoSecretAndNeitherIsAFile() {
    for (String input : new String[] {"", "\n", " \nx"}) {
      assertThatThrownBy(() -> read(input))
          .isInstanceOf(InvalidException.class)
          .hasMessageContaining("FLOWFORGE_CLIENT_SECRET");
    }
    assertThatThrownBy(() -> read("x".repeat(5000)))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("4096 bytes")
        .hasMessageNotContaining("xx");
  }

  private static String read(String input) {
    return new SecretSource(null, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)))
        .read("Secret");
  }
}
