package io.flowforge.cli.command.option;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write them: {@code 90}, {@code 90s}, {@code 10m}, {@code 2h}, ISO 8601. */
public final class SpanOfTime implements ITypeConverter<Duration> {

  private static final Duration MAX = Duration.ofDays(31);

  @Override
  public Duration convert(String text) {
    String upper = text.strip().toUpperCase(Locale.ROOT);
    Duration duration;
    try {
      duration = Duration.parse(upper.startsWith("P") ? upper : "PT" + withUnit(upper));
    } catch (DateTimeParseException _) {
      throw new TypeConversionException("'" + text + "' is no duration; write 90s, 10m or 2h");
    }
    if (!duration.isPositive() || duration.compareTo(MAX) > 0) {
      throw new TypeConversionException("'" + text + "' is not between 1 s and 31 days");
    }
    return duration;
  }

  private static String withUnit(String text) {
    boolean isNumber = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return isNumber ? text + "S" : text;
  }
}
