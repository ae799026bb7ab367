package io.flowforge.seed.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A CSV file with a header row, in any dialect that spreadsheets write: the separator is found by
 * the header, columns without name and value at the end are ignored, and optional columns at the
 * end may be missing. Blank lines are skipped.
 *
 * @param required the columns that the header must have
 * @param optional the columns that the header may have
 */
public record CsvFile(String name, List<String> required, List<String> optional) {

  private static final int MAX_BYTES = 10 << 20;
  private static final int MAX_ROWS = 100_000;

  /**
   * Passes the rows below the header to the action while reading, so that problems are reported in
   * the order of the lines. A missing file has no rows.
   *
   * @return what could not be read, so that missing it is not reported as well
   */
  public BrokenEntries read(Path directory, Problems problems, Consumer<CsvRow> action) {
    var broken = new BrokenEntries();
    Path file = directory.resolve(name);
    if (Files.exists(file)) {
      Utf8File.read(file, name, MAX_BYTES, problems)
          .ifPresentOrElse(text -> parse(text, problems, broken, action), broken::addEverything);
    }
    return broken;
  }

  private void parse(
      String text, Problems problems, BrokenEntries broken, Consumer<CsvRow> action) {
    var header = new CsvHeader(required, optional);
    CsvDialect dialect = CsvDialect.of(text, name + ":1", header.known(), problems);
    CsvRecords records = dialect.records(text);
    List<String> columns = List.of();
    int rows = 0;
    for (Optional<CsvRecord> next = records.next(); next.isPresent(); next = records.next()) {
      CsvRecord read = next.get();
      String place = name + ":" + read.line();
      if (read.isBlank()) {
        continue;
      }
      if (read.problem() != null) {
        problems.add(place, read.problem());
        broken.add(read.raw());
      } else if (columns.isEmpty()) {
        columns = header.columns(read.fields(), place, problems);
      } else if (++rows > MAX_ROWS) {
        problems.add(
            place,
            "the file has more than %d rows; split it into several runs".formatted(MAX_ROWS));
        broken.addEverything();
        return;
      } else {
        row(place, columns, read, dialect, problems, broken).ifPresent(action);
      }
      if (columns.isEmpty()) {
        broken.addEverything();
        return;
      }
    }
    if (columns.isEmpty()) {
      problems.add(name + ":1", "the header is missing; begin the file with " + header);
      broken.addEverything();
    }
  }

  private Optional<CsvRow> row(
      String place,
      List<String> columns,
      CsvRecord read,
      CsvDialect dialect,
      Problems problems,
      BrokenEntries broken) {
    List<CsvField> fields = read.fields();
    boolean isTooLong =
        fields.size() > columns.size()
            && !fields.subList(columns.size(), fields.size()).stream().allMatch(CsvField::isBlank);
    boolean isTooShort =
        fields.size() < columns.size()
            && !optional.containsAll(columns.subList(fields.size(), columns.size()));
    if (isTooLong || isTooShort) {
      problems.add(
          place,
          ("the row has %d fields and the header %d; add or remove %ss, or quote a value that contains"
                  + " one")
              .formatted(fields.size(), columns.size(), dialect.name()));
      broken.add(read.raw());
      return Optional.empty();
    }
    Map<String, CsvField> values = new HashMap<>();
    for (int i = 0; i < Math.min(fields.size(), columns.size()); i++) {
      values.put(columns.get(i), fields.get(i));
    }
    return Optional.of(new CsvRow(place, values, read.raw()));
  }
}
