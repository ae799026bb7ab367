package io.flowforge.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;

/** Rows in columns that are as wide as their widest cell. */
final class Table {

  private static final String GAP = "  ";
  private static final String CUT = "…";

  private final List<Column> columns;

  Table(List<Column> columns) {
    this.columns = columns;
  }

  /**
   * Prints the header and the rows.
   *
   * @param width where lines are cut; 0 for nowhere
   */
  void print(PrintWriter out, List<JsonNode> rows, int width) {
    List<List<String>> cells =
        rows.stream()
            .map(row -> columns.stream().map(column -> column.cell(row)).toList())
            .toList();
    List<String> header = columns.stream().map(Column::header).toList();
    int[] widths = header.stream().mapToInt(Table::length).toArray();
    cells.forEach(row -> widen(widths, row));
    print(out, header, widths, width);
    cells.forEach(row -> print(out, row, widths, width));
  }

  private static void widen(int[] widths, List<String> row) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], length(row.get(i)));
    }
  }

  private static void print(PrintWriter out, List<String> row, int[] widths, int width) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = row.get(i);
      line.append(cell).repeat(' ', widths[i] - length(cell)).append(GAP);
    }
    out.println(cut(line.toString().stripTrailing(), width));
  }

  private static String cut(String line, int width) {
    return width == 0 || length(line) <= width
        ? line
        : line.substring(0, line.offsetByCodePoints(0, width - 1)) + CUT;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
