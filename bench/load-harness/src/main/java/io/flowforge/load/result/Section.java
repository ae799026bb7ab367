package io.flowforge.load.result;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** A part of the results: paragraphs and tables. */
public final class Section {

  private final String name;
  private final List<String> lines = new ArrayList<>();

  /**
   * Creates an empty section.
   *
   * @param name distinguishes the section in the file
   */
  public Section(String name, String title) {
    this.name = name;
    lines.add("## " + title);
  }

  public Section paragraph(String text) {
    lines.add("");
    lines.add(text);
    return this;
  }

  /** Adds a table, whose first row is the head. */
  public Section table(List<List<String>> rows) {
    lines.add("");
    for (int number = 0; number < rows.size(); number++) {
      lines.add(row(rows.get(number)));
      if (number == 0) {
        lines.add(row(rows.getFirst().stream().map(_ -> "---").toList()));
      }
    }
    return this;
  }

  private static String row(List<String> cells) {
    var row = new StringJoiner(" | ", "| ", " |");
    cells.forEach(row::add);
    return row.toString();
  }

  String name() {
    return name;
  }

  /** Returns the section in Markdown. */
  public String text() {
    return String.join("\n", lines) + "\n";
  }
}
