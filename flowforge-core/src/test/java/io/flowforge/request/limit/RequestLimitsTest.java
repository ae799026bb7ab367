package io.flowforge.request.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.error.InvalidException;
import io.flowforge.testing.JsonText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestLimitsTest {

  private static final int OVERHEAD = "{'a':''}".length();

  @Test
  void formDataHasAMaximumSizeInBytes() {
    assertThatCode(() -> RequestLimits.check(ofBytes(262_144), "x".repeat(10_000)))
        .doesNotThrowAnyException();
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> RequestLimits.check(ofBytes(262_145), null))
        .withMessage("field 'form_data' must have at most 262144 bytes as JSON; it has 262145");
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(
            () ->
                RequestLimits.check(
                    JsonNodeFactory.instance.objectNode().put("a", "😀".repeat(70_000)), null))
        .withMessageEndingWith("it has 280008");
  }

  @Test
  void allProblemsAreNamed() {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> RequestLimits.check(ofBytes(300_000), "x".repeat(10_001)))
        .satisfies(
            invalid ->
                assertThat(invalid.details())
                    .containsExactly(
                        "field 'form_data' must have at most 262144 bytes as JSON; it has 300000",
                        "field 'remarks' must have at most 10000 characters; it has 10001"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{'a': '\\ud83d'};field 'form_data.a'",
        "{'a': {'b': ['x', '\\udc00']}};field 'form_data.a.b'"
      })
  void formDataHasNoHalvesOfSurrogatePairs(String json, String place) {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(() -> RequestLimits.check(JsonText.object(json), null))
        .withMessage(place + " must not contain halves of surrogate pairs");
  }

  @Test
  void neitherHaveItsNames() {
    assertThatExceptionOfType(InvalidException.class)
        .isThrownBy(
            () -> RequestLimits.check(JsonNodeFactory.instance.objectNode().put("\ud83d", 1), null))
        .withMessage("the names in field 'form_data' must not contain halves of surrogate pairs");
  }

  private static ObjectNode ofBytes(int bytes) {
    return JsonNodeFactory.instance.objectNode().put("a", "x".repeat(bytes - OVERHEAD));
  }
}
