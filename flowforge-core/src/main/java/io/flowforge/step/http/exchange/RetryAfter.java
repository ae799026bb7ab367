package io.flowforge.step.http.exchange;

import io.flowforge.scan.CharacterSet;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The header {@code Retry-After}: seconds or a date.
 *
 * @param date the header {@code Date} of the response, or the time at which it arrived
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110, 10.2.3</a>
 */
public record RetryAfter(Instant date) {

  /** The maximum number of digits of a number of seconds. */
  private static final int MAX_DIGITS = 9;

  private static final Duration MAX = Duration.ofSeconds(999_999_999);

  /** The maximum length of a date, in characters. */
  private static final int MAX_DATE = 64;

  /** The time by which a date with a two-digit year may be ahead. */
  private static final int YEARS_AHEAD = 50;

  private static final DateTimeFormatter FIXDATE = formatter("d MMM uuuu HH:mm:ss");

  private static final DateTimeFormatter ASCTIME = formatter("MMM d HH:mm:ss uuuu");

  /** Reads the header {@code Date}, if it is valid. */
  public static RetryAfter of(Stream<String> dates, Instant arrival) {
    return new RetryAfter(
        dates.flatMap(date -> parsed(date, arrival).stream()).findFirst().orElse(arrival));
  }

  /** Returns the pause that the first valid value asks for; zero if there is none. */
  public Duration pause(Stream<String> values) {
    return values.flatMap(value -> pause(value).stream()).findFirst().orElse(Duration.ZERO);
  }

  private Optional<Duration> pause(String value) {
    if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return value.length() > MAX_DIGITS
          ? Optional.empty()
          : Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }
    return parsed(value, date).map(until -> within(Duration.between(date, until)));
  }

  private static Duration within(Duration pause) {
    return pause.isNegative() ? Duration.ZERO : pause.compareTo(MAX) > 0 ? MAX : pause;
  }

  /**
   * Parses a date in one of the three formats of HTTP. The day of the week says nothing new.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7">RFC 9110, 5.6.7</a>
   */
  private static Optional<Instant> parsed(String value, Instant now) {
    if (value.length() > MAX_DATE) {
      return Optional.empty();
    }
    List<String> words =
        CharacterSet.BLANKS.split(CharacterSet.BLANKS.replaceRuns(value.strip(), " "));
    String rest = String.join(" ", words.subList(1, words.size()));
    boolean isAsctime = !words.getFirst().endsWith(",");
    if (!isAsctime && !rest.endsWith(" GMT")) {
      return Optional.empty();
    }
    String date = isAsctime ? rest : rest.substring(0, rest.length() - " GMT".length());
    var format = isAsctime ? ASCTIME : date.contains("-") ? rfc850(now) : FIXDATE;
    try {
      return Optional.of(LocalDateTime.parse(date, format).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static DateTimeFormatter rfc850(Instant now) {
    int earliest = now.atOffset(ZoneOffset.UTC).getYear() + YEARS_AHEAD - 99;
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern("d-MMM-")
        .appendValueReduced(ChronoField.YEAR, 2, 2, earliest)
        .appendPattern(" HH:mm:ss")
        .toFormatter(Locale.ENGLISH);
  }

  private static DateTimeFormatter formatter(String pattern) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(pattern)
        .toFormatter(Locale.ENGLISH);
  }
}
