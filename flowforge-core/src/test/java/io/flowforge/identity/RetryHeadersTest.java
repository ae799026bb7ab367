package io.flowforge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryHeadersTest {

  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      nullValues = "none",
      value = {
        // retry-after; x-ratelimit-reset; date; seconds
        "7; 1769846409; ''; 7",
        "0; 1769846409; ''; 0",
        "''; 1769846409; ''; 9",
        "''; 1769846399; ''; 0",
        // Their clock is an hour ahead of ours.
        "''; 1769850009; Sat, 31 Jan 2026 09:00:00 GMT; 9",
        "Sat, 31 Jan 2026 08:00:20 GMT; ''; ''; 20",
        "Sat, 31 Jan 2026 09:00:20 GMT; ''; Sat, 31 Jan 2026 09:00:00 GMT; 20",
        "''; ''; Sat, 31 Jan 2026 09:00:00 GMT; none",
        "soon; ''; ''; none",
        "-1; ''; ''; none",
        "99999999999999999999; ''; ''; none",
        "''; 9223372036854775807; ''; none",
        "١٢; ''; ''; none",
      })
  void saysHowLongToWait(String retryAfter, String reset, String date, @Nullable Long seconds) {
    assertThat(new RetryHeaders(retryAfter, reset, date).delay(NOW).map(Duration::toSeconds))
        .isEqualTo(java.util.Optional.ofNullable(seconds));
  }
}
