package io.flowforge.seed.file;

import com.opencsv.CSVReader;
import com.opencsv.CSVReaderBuilder;
import com.opencsv.RFC4180ParserBuilder;
import com.opencsv.exceptions.CsvException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file with a header row, by RFC 4180: quotes are doubled inside quotes, and a backslash has
 * no special meaning. Blank lines are skipped.
 *
 * <p>Unknown columns are rejected: they are more likely misspelled than meant to be ignored.
 *
 * @param required the columns that the header must have
 * @param optional the columns that the header may have
 */
public record CsvFile(String name, List<String> required, List<String> optional) {

  private static final int MAX_BYTES = 10 << 20;

  // The parser searches the rest of a line at every comma, and a row from its first line on.

  private static final int MAX_LINE_LENGTH = 10_000;
  private static final int MAX_LINES_OF_A_ROW = 100;

  /**
   * Passes the rows below the header to the action while reading, so that problems are reported in
   * the order of the lines. A missing file has no rows.
   */
  public void read(Path directory, Problems problems, Consumer<CsvRow> action) {
    Path file = directory.resolve(name);
    if (Files.exists(file)) {
      Utf8File.read(file, name, MAX_BYTES, problems)
          .filter(text -> hasShortLines(text, problems))
          .ifPresent(text -> parse(text, problems, action));
    }
  }

  private boolean hasShortLines(String text, Problems problems) {
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      if (line.length() > MAX_LINE_LENGTH) {
        problems.add(
            name + ":" + number,
            "the line has %d characters; shorten it to %d"
                .formatted(line.length(), MAX_LINE_LENGTH));
        return false;
      }
    }
    return true;
  }

  private void parse(String text, Problems problems, Consumer<CsvRow> action) {
    long line = 1;
    try (CSVReader reader =
        new CSVReaderBuilder(new StringReader(text))
            .withMultilineLimit(MAX_LINES_OF_A_ROW)
            .withCSVParser(new RFC4180ParserBuilder().build())
            .build()) {
      List<String> columns = null;
      String @Nullable [] fields = reader.readNext();
      while (fields != null) {
        String place = name + ":" + line;
        if (!Arrays.stream(fields).allMatch(String::isBlank)) {
          if (columns == null) {
            columns = columns(fields, place, problems);
            if (columns.isEmpty()) {
              return;
            }
          } else if (fields.length == columns.size()) {
            action.accept(row(place, columns, fields));
          } else {
            problems.add(place, fieldCount(fields.length, columns.size()));
          }
        }
        line = reader.getLinesRead() + 1;
        fields = reader.readNext();
      }
      if (columns == null) {
        problems.add(name + ":1", "the header is missing; begin the file with " + header());
      }
    } catch (IOException | CsvException e) {
      // The exception's message contains the text, which may include a password.
      problems.add(
          name + ":" + line, "a quote is opened here and never closed; close or double it");
    }
  }

  /** Returns the columns of the header; empty, with problems reported, if they are wrong. */
  private List<String> columns(String[] fields, String place, Problems problems) {
    List<String> columns =
        Arrays.stream(fields).map(field -> field.strip().toLowerCase(Locale.ROOT)).toList();
    List<String> wrong = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String column : columns) {
      if (!required.contains(column) && !optional.contains(column)) {
        wrong.add("unknown column '%s'".formatted(column));
      } else if (!seen.add(column)) {
        wrong.add("column '%s' appears twice".formatted(column));
      }
    }
    for (String column : required) {
      if (!seen.contains(column)) {
        wrong.add("column '%s' is missing".formatted(column));
      }
    }
    wrong.forEach(problem -> problems.add(place, problem + "; the header is " + header()));
    return wrong.isEmpty() ? columns : List.of();
  }

  private String header() {
    return String.join(",", required)
        + (optional.isEmpty() ? "" : " and, optionally, " + String.join(",", optional));
  }

  private static CsvRow row(String place, List<String> columns, String[] fields) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < fields.length; i++) {
      values.put(columns.get(i), fields[i]);
    }
    return new CsvRow(place, values);
  }

  private static String fieldCount(int fields, int columns) {
    return ("the row has %d fields and the header %d; add or remove commas, or quote a value that contains"
            + " one")
        .formatted(fields, columns);
  }
}
