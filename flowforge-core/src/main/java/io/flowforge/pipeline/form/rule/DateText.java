package io.flowforge.pipeline.form.rule;

import io.flowforge.scan.CharacterSet;
import java.time.DateTimeException;
import java.time.LocalDate;

/** Dates in strings, such as {@code 2026-01-31}: the years 1 to 9999 of the calendar of ISO. */
final class DateText {

  private static final String SHAPE = "yyyy-mm-dd";

  private DateText() {}

  /** Returns whether the string has the shape of a date. */
  static boolean isShaped(String text) {
    return text.length() == SHAPE.length()
        && text.charAt(4) == '-'
        && text.charAt(7) == '-'
        && CharacterSet.DIGITS.containsAll(text.substring(0, 4))
        && CharacterSet.DIGITS.containsAll(text.substring(5, 7))
        && CharacterSet.DIGITS.containsAll(text.substring(8));
  }

  /** Returns whether the calendar has a day of that shape. */
  static boolean isDay(String shaped) {
    try {
      return LocalDate.of(
                  Integer.parseInt(shaped, 0, 4, 10),
                  Integer.parseInt(shaped, 5, 7, 10),
                  Integer.parseInt(shaped, 8, SHAPE.length(), 10))
              .getYear()
          > 0;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
