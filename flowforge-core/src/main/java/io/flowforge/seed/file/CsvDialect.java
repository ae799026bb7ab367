package io.flowforge.seed.file;

import io.flowforge.text.Blanks;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How a CSV text is written: its separator, and where its records begin.
 *
 * @param start the index of the first record, after a line such as {@code sep=;}
 * @param line the number of its line
 */
record CsvDialect(char separator, int start, int line) {

  private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');
  private static final String DECLARATION = "sep=";

  /**
   * Finds the dialect of a text. The separator is the one that makes most columns of the header
   * known ones.
   *
   * @param place the place of the first line
   * @param known the names of columns
   */
  static CsvDialect of(String text, String place, Set<String> known, Problems problems) {
    Optional<CsvDialect> declared = declared(text);
    int start = declared.map(CsvDialect::start).orElse(0);
    int line = declared.map(CsvDialect::line).orElse(1);
    char separator = declared.map(CsvDialect::separator).orElse(',');
    long best = knownColumns(text, new CsvDialect(separator, start, line), known);
    for (char candidate : SEPARATORS) {
      long count = knownColumns(text, new CsvDialect(candidate, start, line), known);
      if (count > best) {
        best = count;
        separator = candidate;
      }
    }
    if (declared.isPresent() && declared.get().separator() != separator) {
      problems.mended(
          place,
          "the first line declares another separator than the header has; %ss were read as separators"
              .formatted(new CsvDialect(separator, start, line).name()));
    }
    return new CsvDialect(separator, start, line);
  }

  CsvRecords records(String text) {
    return new CsvRecords(text, separator, start, line);
  }

  /** Returns what people call the separator. */
  String name() {
    return switch (separator) {
      case ',' -> "comma";
      case ';' -> "semicolon";
      case '\t' -> "tab";
      default -> "'" + separator + "'";
    };
  }

  /** Returns the dialect that the first line declares, as spreadsheets do. */
  private static Optional<CsvDialect> declared(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    if (end > 20) {
      return Optional.empty();
    }
    String line = Blanks.strip(text.substring(0, end).replace("\"", "") + ".");
    // Some programs repeat the separator up to the last column.
    if (line.length() < DECLARATION.length() + 2
        || !line.toLowerCase(Locale.ROOT).startsWith(DECLARATION)) {
      return Optional.empty();
    }
    char separator = line.charAt(DECLARATION.length());
    int next = text.startsWith("\r\n", end) ? end + 2 : Math.min(end + 1, text.length());
    return Optional.of(new CsvDialect(separator, next, 2));
  }

  private static long knownColumns(String text, CsvDialect dialect, Set<String> known) {
    CsvRecords records = dialect.records(text);
    Optional<CsvRecord> record = records.next();
    while (record.isPresent() && record.get().isBlank()) {
      record = records.next();
    }
    return record.stream()
        .flatMap(header -> header.fields().stream())
        .map(CsvHeader::nameOf)
        .filter(known::contains)
        .distinct()
        .count();
  }
}
