package io.flowforge.identity;

import io.flowforge.scan.CharacterSet;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What a response says about the time of the next attempt. Empty headers are absent.
 *
 * @param retryAfter seconds or a date
 * @param rateLimitReset the second since 1970 from which calls are accepted again
 * @param date the provider's time
 */
public record RetryHeaders(String retryAfter, String rateLimitReset, String date) {

  /** The headers of a response without any. */
  public static final RetryHeaders NONE = new RetryHeaders("", "", "");

  private static final int MAX_DIGITS = 12;

  static RetryHeaders of(HttpHeaders headers) {
    return new RetryHeaders(
        headers.firstValue("retry-after").orElse("").strip(),
        headers.firstValue("x-ratelimit-reset").orElse("").strip(),
        headers.firstValue("date").orElse("").strip());
  }

  /**
   * Returns how long to wait, never negative; empty if the response does not say it.
   *
   * @param now this machine's time, for a provider that does not send its own
   */
  public Optional<Duration> delay(Instant now) {
    Instant theirs = time(date).orElse(now);
    return seconds(retryAfter)
        .map(Duration::ofSeconds)
        .or(() -> time(retryAfter).map(until -> Duration.between(theirs, until)))
        .or(
            () ->
                seconds(rateLimitReset)
                    .map(Instant::ofEpochSecond)
                    .map(until -> Duration.between(theirs, until)))
        .map(delay -> delay.isNegative() ? Duration.ZERO : delay);
  }

  private static Optional<Long> seconds(String text) {
    boolean isNumber =
        !text.isEmpty() && text.length() <= MAX_DIGITS && CharacterSet.DIGITS.containsAll(text);
    return isNumber ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }

  private static Optional<Instant> time(String text) {
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
