package io.flowforge.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.text.OneLine;
import java.util.function.Function;

/**
 * A column of a table.
 *
 * @param text returns the cell for a row
 */
public record Column(String header, Function<JsonNode, String> text) {

  /** Returns a column that shows a field of each row, and nothing where it is null or absent. */
  public static Column of(String header, String field) {
    return new Column(header, row -> row.path(field).asText(""));
  }

  /** Returns a column that shows a time of each row, to the second. */
  public static Column time(String header, String field) {
    return new Column(header, row -> seconds(row.path(field).asText("")));
  }

  /** Returns the cell. Control characters must not reach a terminal. */
  String cell(JsonNode row) {
    return OneLine.of(text.apply(row));
  }

  /** Shortens {@code 2026-01-31T08:00:00.123Z} to {@code 2026-01-31 08:00:00}. */
  public static String seconds(String time) {
    int end = "2026-01-31T08:00:00".length();
    return time.length() < end ? time : time.substring(0, end).replace('T', ' ');
  }
}
