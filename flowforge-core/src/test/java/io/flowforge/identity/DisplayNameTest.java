package io.flowforge.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.InvalidException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DisplayNameTest {

  @Test
  void hasAtMostTwoHundredCharactersWhateverTheirEncoding() {
    String longest = "😀".repeat(200);

    assertThat(DisplayName.of("name", " " + longest + "\n").text()).isEqualTo(longest);
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> DisplayName.of("name", longest + "x"))
        .withMessage("field 'name' must have at most 200 characters; it has 201");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\u00a0", "\u200b", "\u2003\u200e"})
  void mustShow(String name) {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> DisplayName.of("name", name))
        .withMessage("missing required field: 'name'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\u0000b", "a\u0085b", "a\u2028b", "a\u202eb", "a\ud83d"})
  void isOneLine(String name) {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> DisplayName.of("name", name))
        .withMessageStartingWith("field 'name' must not contain ")
        .withMessageContaining("character 2 is U+");
  }
}
