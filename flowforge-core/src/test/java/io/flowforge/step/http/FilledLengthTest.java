package io.flowforge.step.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.json.Json;
import io.flowforge.step.PlaceholderValues;
import io.flowforge.testing.JsonText;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A short template with a long value must not use up the memory of the server. */
class FilledLengthTest {

  @Test
  void whatIsTooLongIsRefusedBeforeItIsFilledIn() {
    assertThat(problems("${a}".repeat(80_000), "v".repeat(200_000)))
        .singleElement()
        .asString()
        .contains("more than 4194304 characters together")
        .contains("'a'");
  }

  @Test
  void whatIsAsLongAsAllowedIsFilledIn() {
    int longest = (int) (FilledLength.MAX / 4);
    assertThat(problems("${a}".repeat(4), "v".repeat(longest))).isEmpty();
    assertThat(problems("${a}".repeat(4), "v".repeat(longest + 1))).isNotEmpty();
  }

  private static List<String> problems(String template, String value) {
    return ApiCall.problemsOf(
        JsonText.object(
            "{'method': 'POST', 'url': 'http://a.example/', 'data': {'a': '%s'}}"
                .formatted(template)),
        new PlaceholderValues(JsonText.object("{'a': '%s'}".formatted(value))),
        Json.mapper());
  }
}
