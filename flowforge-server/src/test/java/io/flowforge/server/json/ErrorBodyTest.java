package io.flowforge.server.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.json.Json;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The size of an error, whatever it quotes. */
class ErrorBodyTest {

  private static final ObjectMapper MAPPER = Json.mapper();

  /** Of each length in UTF-8, with and without an escape in JSON, and halves of pairs. */
  @ParameterizedTest
  @ValueSource(
      strings = {"a", "\"", "\\", "\u0001", "\n", "é", "\u0085", "€", "🚀", "\ud800", "\udc00x"})
  void isNeverLongerThan64KiB(String part) throws Exception {
    for (int length : new int[] {1, 1_000, 5_000, 100_000}) {
      String text = part.repeat(length);

      byte[] body =
          MAPPER.writeValueAsBytes(new ErrorBody(text, 400, Collections.nCopies(21_000, text)));

      assertThat(body).hasSizeLessThan(64 * 1024);
      assertThat(MAPPER.readTree(body).path("details")).hasSize(21);
    }
  }

  @Test
  void countsTheProblemsThatItLeavesOut() {
    assertThat(new ErrorBody("x", 400, problems(20)).details()).isEqualTo(problems(20));
    assertThat(new ErrorBody("x", 400, problems(21)).details().getLast())
        .isEqualTo("1 more problem");
    assertThat(new ErrorBody("x", 400, problems(22)).details().getLast())
        .isEqualTo("2 more problems");
  }

  @Test
  void cutsBetweenCharactersOnly() throws JsonProcessingException {
    String fits = "🚀".repeat(10);
    assertThat(BoundedText.of(fits, 120)).isEqualTo(fits);
    assertThat(BoundedText.of(fits + "a", 120)).isEqualTo("🚀".repeat(9) + "…");
    assertThat(BoundedText.of("a".repeat(1024), 1024)).isEqualTo("a".repeat(1024));
    assertThat(BoundedText.of("a".repeat(1025), 1024)).isEqualTo("a".repeat(1021) + "…");
    assertThat(BoundedText.of("a\ud800b", 1024)).isEqualTo("a\ufffdb");
    assertThat(MAPPER.writeValueAsString(BoundedText.of("\0".repeat(9), 12)))
        .isEqualTo("\"\\u0000…\"");
  }

  private static List<String> problems(int count) {
    return IntStream.range(0, count).mapToObj(i -> "problem " + i).toList();
  }
}
