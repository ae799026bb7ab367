package io.flowforge.step.wait;

import io.flowforge.scan.Excerpt;
import java.time.DateTimeException;
import java.time.Duration;

/** Durations as pipelines write them: in ISO 8601, in weeks, days of 24 hours and shorter units. */
final class IsoDuration {

  static final String FORM = "an ISO 8601 duration such as PT90S, PT4H, P3D or P2W";

  /** The shortest time that a step waits. */
  static final Duration MIN = Duration.ofSeconds(1);

  private static final int MAX_LENGTH = 40;
  private static final int DAYS_PER_WEEK = 7;

  private IsoDuration() {}

  /**
   * Returns the duration.
   *
   * @throws IllegalArgumentException if it is none, or is shorter than a second; the message ends a
   *     sentence about it
   */
  static Duration parse(String text) {
    Duration duration;
    try {
      if (text.length() > MAX_LENGTH || !text.chars().allMatch(IsoDuration::isPartOfOne)) {
        throw notOne(text);
      }
      duration = text.endsWith("W") ? weeks(text) : Duration.parse(text);
    } catch (DateTimeException | ArithmeticException e) {
      throw hasMonths(text)
          ? new IllegalArgumentException(
              "'%s' has years or months, which differ in length; write days, such as P30D"
                  .formatted(text),
              e)
          : notOne(text);
    }
    if (duration.compareTo(MIN) < 0) {
      throw new IllegalArgumentException("'%s' is too short; write PT1S or more".formatted(text));
    }
    return duration;
  }

  private static Duration weeks(String text) {
    // Duration.parse does not know weeks, and ISO 8601 lets them stand alone only.
    Duration days = Duration.parse(text.substring(0, text.length() - 1) + "D");
    if (text.indexOf('T') >= 0) {
      throw notOne(text);
    }
    return days.multipliedBy(DAYS_PER_WEEK);
  }

  private static boolean isPartOfOne(int character) {
    return (character >= '0' && character <= '9') || "PTWDHMSY.".indexOf(character) >= 0;
  }

  private static boolean hasMonths(String text) {
    int time = text.indexOf('T');
    String date = time < 0 ? text : text.substring(0, time);
    return date.startsWith("P")
        && date.length() > 2
        && (date.contains("Y") || date.contains("M"))
        && Character.isDigit(date.charAt(1));
  }

  private static IllegalArgumentException notOne(String text) {
    return new IllegalArgumentException(
        "'%s' is no duration; write %s".formatted(Excerpt.of(text, MAX_LENGTH), FORM));
  }
}
