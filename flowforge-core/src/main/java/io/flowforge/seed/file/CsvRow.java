package io.flowforge.seed.file;

import java.util.Map;

/**
 * One row of a CSV file.
 *
 * @param place {@code file:line} of its first line
 * @param fields the fields by column
 * @param raw the text that it was read from
 */
public record CsvRow(String place, Map<String, CsvField> fields, String raw) {

  /** Returns the value of a column exactly as it is written; empty if there is none. */
  public String secret(String column, int maxLength, Problems problems) {
    return new CsvValue(place, column, problems).secret(field(column), maxLength);
  }

  /** Returns the value of a column that identifies something; empty if there is none. */
  public String optional(String column, int maxLength, Problems problems) {
    return new CsvValue(place, column, problems).identifier(field(column), maxLength);
  }

  /** Returns the value of such a column, and reports a problem if it is empty. */
  public String required(String column, int maxLength, Problems problems) {
    return filled(column, optional(column, maxLength, problems), problems);
  }

  /** Returns the name in a column, and reports a problem if it is empty. */
  public String name(String column, int maxLength, Problems problems) {
    return filled(
        column, new CsvValue(place, column, problems).name(field(column), maxLength), problems);
  }

  /** Returns the e-mail address in a column; empty if there is none. */
  public String email(String column, Problems problems) {
    return new CsvValue(place, column, problems).email(field(column));
  }

  /** Returns the e-mail address in a column, and reports a problem if it is empty. */
  public String requiredEmail(String column, Problems problems) {
    return filled(column, email(column, problems), problems);
  }

  /** Omits the values, which may include a password. */
  @Override
  public String toString() {
    return place;
  }

  private CsvField field(String column) {
    return fields.getOrDefault(column, CsvField.EMPTY);
  }

  private String filled(String column, String value, Problems problems) {
    if (value.isEmpty()) {
      problems.add(place, "column '%s' is empty; fill it in".formatted(column));
    }
    return value;
  }
}
