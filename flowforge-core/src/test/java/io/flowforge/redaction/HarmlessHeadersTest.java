package io.flowforge.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HarmlessHeadersTest {

  @ParameterizedTest
  @ValueSource(strings = {"Accept", "ACCEPT-Language", "Content-Type", "Idempotency-Key", "Range"})
  void containNamesInAnyCase(String name) {
    assertThat(HarmlessHeaders.contain(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Functions-Key",
        "Acceptance",
        "X-Accept",
        "Referer",
        "Authorization",
        "Key",
        ""
      })
  void containNoOthers(String name) {
    assertThat(HarmlessHeaders.contain(name)).isFalse();
  }
}
