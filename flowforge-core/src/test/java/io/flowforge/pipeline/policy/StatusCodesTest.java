package io.flowforge.pipeline.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.testing.JsonText;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusCodesTest {

  @ParameterizedTest
  @CsvSource({
    "199, false",
    "200, true",
    "299, true",
    "300, false",
    "403, false",
    "404, true",
    "405, false",
    "599, true",
    "600, false"
  })
  void containSingleCodesAndClasses(int status, boolean isContained) {
    assertThat(new StatusCodes(Set.of("2xx", "404", "5xx", "6xx")).contain(status))
        .isEqualTo(isContained);
  }

  @Test
  void namesOfFailuresMatchThemselvesOnly() {
    assertThat(StatusCodes.matches(Set.of("timeout"), "timeout")).isTrue();
    assertThat(StatusCodes.matches(Set.of("timeout", "txx"), "connection")).isFalse();
    assertThat(StatusCodes.matches(Set.of("txx"), "timeout")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"100", "599", "'404'", "'1xx'", "'5xx'"})
  void acceptCodesAndClasses(String json) {
    assertThat(StatusCodes.isOne(JsonText.node(json))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"99", "600", "'0xx'", "'6xx'", "'2XX'", "'20x'", "404.0", "true", "null", "[404]"})
  void acceptNothingElse(String json) {
    assertThat(StatusCodes.isOne(JsonText.node(json))).isFalse();
  }

  @Test
  void areWrittenInOneOrder() {
    List<JsonNode> nodes = List.of(JsonText.node("'5xx'"), JsonText.node("404"));

    assertThat(StatusCodes.of(nodes).toJson()).isEqualTo(JsonText.node("[404, '5xx']"));
    assertThat(StatusCodes.of(nodes)).isEqualTo(new StatusCodes(Set.of("404", "5xx")));
  }

  @Test
  void aRetryMayBeginBeforeItsMaximumTimeHasElapsed() {
    RetryPolicy limited = retry(Duration.ofSeconds(10));

    assertThat(limited.allowsAfter(Duration.ofMillis(9_999))).isTrue();
    assertThat(limited.allowsAfter(Duration.ofSeconds(10))).isFalse();
    assertThat(limited.allowsAfter(Duration.ofSeconds(11))).isFalse();
    assertThat(retry(null).allowsAfter(Duration.ofDays(999))).isTrue();
  }

  private static RetryPolicy retry(@Nullable Duration maxElapsed) {
    return new RetryPolicy(
        2, Duration.ofSeconds(1), 2, Duration.ofSeconds(9), maxElapsed, Set.of("5xx"));
  }
}
