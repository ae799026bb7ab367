package io.flowforge.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.text.OneLine;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.function.Supplier;

/** The results of a command on standard output, in the form that the user chose. */
public final class Results {

  private final OutputFormat format;
  private final PrintWriter out;
  private final ObjectMapper json;
  private final int width;

  /**
   * @param width of the terminal; 0 if standard output is not one, and nothing is cut
   */
  public Results(OutputFormat format, PrintWriter out, ObjectMapper json, int width) {
    this.format = format;
    this.out = out;
    this.json = json;
    this.width = width;
  }

  /**
   * Prints a list.
   *
   * @param name the field that identifies a row
   */
  public void list(List<JsonNode> rows, String name, List<Column> columns) {
    switch (format) {
      case JSON -> json(json.valueToTree(rows));
      case NAME -> rows.forEach(row -> line(row.path(name).asText()));
      case TABLE -> new Table(columns).print(out, rows, width);
    }
    out.flush();
  }

  /** Prints one thing: as a table, a line per column. */
  public void one(JsonNode thing, String name, List<Column> columns) {
    switch (format) {
      case JSON -> json(thing);
      case NAME -> line(name);
      case TABLE -> {
        int longest = columns.stream().mapToInt(column -> column.header().length()).max().orElse(0);
        for (Column column : columns) {
          String value = column.cell(thing);
          line((column.header() + " ".repeat(longest - column.header().length()) + "  " + value));
        }
      }
    }
    out.flush();
  }

  /**
   * Prints what was done.
   *
   * @param thing returns its JSON; called only if that is printed
   * @param name what identifies it
   * @param sentence for people
   */
  public void done(Supplier<JsonNode> thing, String name, String sentence) {
    switch (format) {
      case JSON -> json(thing.get());
      case NAME -> line(name);
      case TABLE -> line(sentence);
    }
    out.flush();
  }

  /**
   * Prints log lines; as names, the names of their steps.
   *
   * @param logs an array of lines by step
   */
  public void logs(JsonNode logs) {
    switch (format) {
      case JSON -> json(logs);
      case NAME -> logs.fieldNames().forEachRemaining(this::line);
      case TABLE ->
          logs.valueStream().flatMap(JsonNode::valueStream).forEach(each -> line(each.asText()));
    }
    out.flush();
  }

  /** Returns where progress goes that only people read: nowhere if a program reads the results. */
  public PrintWriter progress() {
    return areForPeople() ? out : new PrintWriter(Writer.nullWriter());
  }

  /** Tests whether people read the results. */
  public boolean areForPeople() {
    return format == OutputFormat.TABLE;
  }

  private void json(JsonNode value) {
    try {
      String text = json.writerWithDefaultPrettyPrinter().writeValueAsString(value);
      out.println(JsonEscapes.ofUnsafe(text));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  private void line(String text) {
    out.println(OneLine.of(text).stripTrailing());
  }
}
