package io.flowforge.step.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowforge.json.Json;
import io.flowforge.step.PlaceholderValues;
import io.flowforge.testing.JsonText;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a requester enters, a URL keeps its segments, its parameters and its fragment. */
class UrlValuesTest {

  private static final List<String> PARTS =
      List.of(
          "/", "\\", ".", "..", "%", "%2f", "%2e", "%00", "?", "#", "&", "=", ";", ":", "@", " ",
          "+", "\n", "\0", "é", "😀", "{", "}", "|", "a", "://", "${v}", "\"", "<");

  @Test
  void noValueChangesTheStructureOfAUrl() {
    var random = new Random(12);
    int accepted = 0;
    for (int i = 0; i < 2_000; i++) {
      var value = new StringBuilder("x");
      random
          .ints(1 + random.nextInt(6), 0, PARTS.size())
          .forEach(part -> value.append(PARTS.get(part)));
      accepted += isAccepted(value.toString()) ? 1 : 0;
    }

    assertThat(accepted).isBetween(1_000, 2_000);
  }

  /** Checks the URL of a value, unless the value is refused. */
  private static boolean isAccepted(String value) {
    URI url;
    try {
      url =
          ApiCall.of(
                  JsonText.object(
                      "{'method': 'GET', 'url': 'http://h:1/a/${v}/b${v};c=d?e=${v}&${v}=f#${v}'}"),
                  new PlaceholderValues(JsonNodeFactory.instance.objectNode().put("v", value)),
                  Json.mapper())
              .url();
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("segment");
      return false;
    }
    assertThat(url).hasScheme("http").hasHost("h").hasPort(1).hasNoUserInfo();
    List<String> segments = List.of(url.getRawPath().split("/", -1));
    assertThat(segments).hasSize(4);
    assertThat(decoded(segments.get(2))).isEqualTo(value);
    assertThat(decoded(segments.get(3))).isEqualTo("b" + value + ";c=d");
    List<String> parameters = List.of(url.getRawQuery().split("&", -1));
    assertThat(parameters).hasSize(2);
    assertThat(List.of(parameters.getFirst().split("=", -1)))
        .hasSize(2)
        .last()
        .satisfies(encoded -> assertThat(decoded(encoded)).isEqualTo(value));
    assertThat(List.of(parameters.getLast().split("=", -1)))
        .hasSize(2)
        .first()
        .satisfies(encoded -> assertThat(decoded(encoded)).isEqualTo(value));
    assertThat(decoded(url.getRawFragment())).isEqualTo(value);
    return true;
  }

  private static String decoded(String text) {
    assertThat(text).doesNotContain("+");
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
