package io.flowforge.seed.file;

import java.util.Map;

/**
 * One row of a CSV file.
 *
 * @param place {@code file:line} of its first line
 * @param values the values by column
 */
public record CsvRow(String place, Map<String, String> values) {

  /** Returns the unchanged value of a column; empty if there is none. */
  public String verbatim(String column, int maxLength, Problems problems) {
    String value = values.getOrDefault(column, "");
    check(column, value, maxLength, problems);
    return value;
  }

  /** Returns the stripped value of a column, and reports a problem if it is empty. */
  public String required(String column, int maxLength, Problems problems) {
    String value = values.getOrDefault(column, "").strip();
    check(column, value, maxLength, problems);
    if (value.isEmpty()) {
      problems.add(place, "column '%s' is empty; fill it in".formatted(column));
    }
    return value;
  }

  private void check(String column, String value, int maxLength, Problems problems) {
    int length = value.codePointCount(0, value.length());
    if (length > maxLength) {
      problems.add(
          place,
          "column '%s' has %d characters; shorten it to %d".formatted(column, length, maxLength));
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      problems.add(
          place,
          ("column '%s' contains a line break or another control character; remove it, or close"
                  + " the quote that is open")
              .formatted(column));
    }
  }
}
