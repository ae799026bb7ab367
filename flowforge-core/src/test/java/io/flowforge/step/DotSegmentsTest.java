package io.flowforge.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.testing.Doubling;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DotSegmentsTest {

  private static final Pattern DOTS = Pattern.compile("(?:^|[/\\\\])(\\.\\.?)(?=[/\\\\]|\\z)");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void areThoseOfTheExpression(long seed) {
    var random = new Random(seed);
    List<String> parts = List.of(".", "..", "/", "\\", "a", "%2e", "%2F", "%5c", "%", "%2", "%25");
    for (int i = 0; i < 2_000; i++) {
      var path = new StringBuilder();
      for (int length = random.nextInt(9); length > 0; length--) {
        path.append(parts.get(random.nextInt(parts.size())));
      }
      Matcher dots = DOTS.matcher(path);
      assertThat(DotSegments.firstIn(path)).isEqualTo(dots.find() ? dots.group(1) : "");
      assertThat(DotSegments.countIn(path)).as(path.toString()).isEqualTo(expectedCount(path));
    }
  }

  @Test
  void readsEachCharacterAFewTimes() {
    for (String piece : List.of(".", "/", "./", "%2e", "%", "%2", "a")) {
      Doubling.readsLinearly(piece::repeat, DotSegments::firstIn);
      Doubling.readsLinearly(piece::repeat, DotSegments::countIn);
    }
  }

  private static long expectedCount(CharSequence path) {
    String decoded =
        Pattern.compile("(?i)%(2e|2f|5c)")
            .matcher(path)
            .replaceAll(
                match ->
                    Matcher.quoteReplacement(
                        Character.toString(Integer.parseInt(match.group(1), 16))));
    return DOTS.matcher(decoded).results().count();
  }
}
