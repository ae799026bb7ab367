package io.flowforge.seed.file;

import java.util.Map;

/**
 * One row of a CSV file.
 *
 * @param place {@code file:line} of its first line
 * @param values by column
 */
public record CsvRow(String place, Map<String, String> values) {

  /** The value of a column as the file has it; empty when there is none. */
  public String verbatim(String column, int most, Problems problems) {
    String value = values.getOrDefault(column, "");
    check(column, value, most, problems);
    return value;
  }

  /** The value of a column without the blanks around it; a fault when it is empty. */
  public String required(String column, int most, Problems problems) {
    String value = values.getOrDefault(column, "").strip();
    check(column, value, most, problems);
    if (value.isEmpty()) {
      problems.add(place, "column '%s' is empty; fill it in".formatted(column));
    }
    return value;
  }

  private void check(String column, String value, int most, Problems problems) {
    int length = value.codePointCount(0, value.length());
    if (length > most) {
      problems.add(
          place, "column '%s' has %d characters; shorten it to %d".formatted(column, length, most));
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      problems.add(
          place,
          ("column '%s' holds a line break or another control character; take it out, or close the"
                  + " quote that is open")
              .formatted(column));
    }
  }
}
