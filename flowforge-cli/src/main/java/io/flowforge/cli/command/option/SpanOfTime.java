package io.flowforge.cli.command.option;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Durations as people write them: {@code 90}, {@code 90s}, {@code 10m}, {@code 1h30m}, {@code 2d}.
 */
public final class SpanOfTime implements ITypeConverter<Duration> {

  private static final Map<Character, Duration> UNITS =
      Map.of(
          's', Duration.ofSeconds(1),
          'm', Duration.ofMinutes(1),
          'h', Duration.ofHours(1),
          'd', Duration.ofDays(1));

  private static final Duration MAX = Duration.ofDays(31);

  /** Enough for the longest time in seconds. */
  private static final int MAX_DIGITS = 7;

  @Override
  public Duration convert(String text) {
    Duration total = total(text, text.strip().toLowerCase(Locale.ROOT));
    if (!total.isPositive() || total.compareTo(MAX) > 0) {
      throw new TypeConversionException("'" + text + "' is not between 1 s and 31 days");
    }
    return total;
  }

  private static Duration total(String text, String written) {
    var total = Duration.ZERO;
    int at = 0;
    while (at < written.length()) {
      int end = at;
      while (end < written.length() && Character.isDigit(written.charAt(end))) {
        end++;
      }
      // A number alone means seconds.
      boolean isBare = at == 0 && end == written.length();
      Duration unit = isBare || end == written.length() ? null : UNITS.get(written.charAt(end));
      if (end == at || end - at > MAX_DIGITS || (!isBare && unit == null)) {
        throw new TypeConversionException("'" + text + "' is no duration; write 90s, 10m or 2h");
      }
      int count = Integer.parseInt(written.substring(at, end));
      total = total.plus((unit == null ? Duration.ofSeconds(1) : unit).multipliedBy(count));
      at = end + 1;
    }
    return total;
  }
}
