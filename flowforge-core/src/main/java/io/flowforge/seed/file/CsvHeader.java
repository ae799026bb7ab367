package io.flowforge.seed.file;

import io.flowforge.text.Blanks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The columns that the header of a CSV file must have and may have.
 *
 * <p>Unknown columns are rejected: they are more likely misspelled than meant to be ignored.
 */
record CsvHeader(List<String> required, List<String> optional) {

  /** Returns the name of the column with this heading. */
  static String nameOf(CsvField heading) {
    return Blanks.strip(heading.text()).toLowerCase(Locale.ROOT);
  }

  Set<String> known() {
    var known = new HashSet<>(required);
    known.addAll(optional);
    return known;
  }

  /**
   * Returns the columns of a header, without nameless ones at its end; empty, with problems
   * reported, if they are wrong.
   */
  List<String> columns(List<CsvField> headings, String place, Problems problems) {
    List<String> columns = new ArrayList<>(headings.stream().map(CsvHeader::nameOf).toList());
    while (!columns.isEmpty() && columns.getLast().isEmpty()) {
      columns.removeLast();
    }
    List<String> wrong = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String column : columns) {
      if (column.isEmpty()) {
        wrong.add("column %d has no name".formatted(columns.indexOf(column) + 1));
      } else if (!required.contains(column) && !optional.contains(column)) {
        wrong.add("unknown column '%s'".formatted(column));
      } else if (!seen.add(column)) {
        wrong.add("column '%s' appears twice".formatted(column));
      }
    }
    List<String> missing = required.stream().filter(column -> !seen.contains(column)).toList();
    if (!missing.isEmpty()) {
      String sentence =
          missing.size() == 1
              ? "column '%s' is missing".formatted(missing.getFirst())
              : "columns '%s' are missing".formatted(String.join("', '", missing));
      // A misspelled column is one problem, not two.
      wrong.add(wrong.isEmpty() ? sentence : wrong.removeLast() + ", and " + sentence);
    }
    wrong.forEach(problem -> problems.add(place, problem + "; the header is " + this));
    return wrong.isEmpty() ? columns : List.of();
  }

  @Override
  public String toString() {
    return String.join(",", required)
        + (optional.isEmpty() ? "" : " and, optionally, " + String.join(",", optional));
  }
}
