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
 * A CSV file with a header row, as RFC 4180 has it: quotes are doubled inside quotes, a backslash
 * is nothing special. Blank lines count for nothing.
 *
 * <p>A column that nobody knows is refused: it is more likely misspelled than meant to be ignored,
 * and ignoring a misspelled one loses what is in it.
 *
 * @param required the columns that must be there
 * @param optional the columns that may be there
 */
public record CsvFile(String name, List<String> required, List<String> optional) {

  private static final int MAX_BYTES = 10 << 20;

  /**
   * Hands over the rows below the header as they are read, so that faults come in the order of the
   * lines. A file that is not there has no rows.
   */
  public void read(Path directory, Problems problems, Consumer<CsvRow> action) {
    Path file = directory.resolve(name);
    if (Files.exists(file)) {
      SeedText.read(file, name, MAX_BYTES, problems)
          .ifPresent(text -> parse(text, problems, action));
    }
  }

  private void parse(String text, Problems problems, Consumer<CsvRow> action) {
    long line = 1;
    try (CSVReader reader =
        new CSVReaderBuilder(new StringReader(text))
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
      // The message of the exception repeats the text, and that may hold a password.
      problems.add(
          name + ":" + line, "a quote is opened here and never closed; close or double it");
    }
  }

  /** The columns of the header; empty, and faults, when they are not the ones that belong here. */
  private List<String> columns(String[] fields, String place, Problems problems) {
    List<String> columns =
        Arrays.stream(fields).map(field -> field.strip().toLowerCase(Locale.ROOT)).toList();
    List<String> wrong = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String column : columns) {
      if (!required.contains(column) && !optional.contains(column)) {
        wrong.add("there is no column '%s'".formatted(column));
      } else if (!seen.add(column)) {
        wrong.add("column '%s' is there twice".formatted(column));
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
        + (optional.isEmpty() ? "" : " and, if wanted, " + String.join(",", optional));
  }

  private static CsvRow row(String place, List<String> columns, String[] fields) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < fields.length; i++) {
      values.put(columns.get(i), fields[i]);
    }
    return new CsvRow(place, values);
  }

  private static String fieldCount(int fields, int columns) {
    return ("the row has %d fields and the header %d; add or remove commas, or put quotes around a value"
            + " that has one")
        .formatted(fields, columns);
  }
}
