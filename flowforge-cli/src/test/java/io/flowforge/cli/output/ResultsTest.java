package io.flowforge.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTest {

  private static final List<Column> COLUMNS =
      List.of(Column.of("ID", "id"), Column.of("NAME", "name"), Column.time("MADE", "made"));

  private final StringWriter out = new StringWriter();

  @Test
  void tablesAreAsWideAsTheirCells() {
    results(OutputFormat.TABLE, 0).list(rows(), "id", COLUMNS);
    assertThat(out.toString().lines())
        .containsExactly("ID  NAME    MADE", "1   Ada     2026-01-31 08:00:00", "12  Zoë 日本  now");
  }

  @Test
  void linesEndWithTheTerminal() {
    results(OutputFormat.TABLE, 12).list(rows(), "id", COLUMNS);
    assertThat(out.toString().lines())
        .containsExactly("ID  NAME   …", "1   Ada    …", "12  Zoë 日本 …");
  }

  @Test
  void programsGetJsonOrNames() throws IOException {
    results(OutputFormat.JSON, 12).list(rows(), "id", COLUMNS);
    assertThat(Json.mapper().readTree(out.toString())).containsExactlyElementsOf(rows());
    out.getBuffer().setLength(0);
    results(OutputFormat.NAME, 12).list(rows(), "id", COLUMNS);
    assertThat(out).hasToString("1%n12%n".formatted());
  }

  @Test
  void nothingFromOutsideControlsTheTerminal() throws IOException {
    JsonNode row = Json.mapper().readTree("{\"id\": \"\\u001b[2J\\u009b31m\\r\\nx\\u202e\"}");
    for (OutputFormat format : OutputFormat.values()) {
      results(format, 0).list(List.of(row), "id", COLUMNS);
      results(format, 0).one(row, row.path("id").asText(), COLUMNS);
      results(format, 0).done(() -> row, row.path("id").asText(), "Did " + row.path("id").asText());
    }
    assertThat(out.toString().chars())
        .noneMatch(c -> c == 0x1b || c == 0x9b || c == '\r' || c == 0x202e);
  }

  private Results results(OutputFormat format, int width) {
    return new Results(format, new PrintWriter(out), Json.mapper(), width);
  }

  private static List<JsonNode> rows() {
    List<JsonNode> rows = new ArrayList<>();
    try {
      Json.mapper()
          .readTree(
              """
              [{"id": 1, "name": "Ada", "made": "2026-01-31T08:00:00.123Z"},
               {"id": 12, "name": "Zoë 日本", "made": "now"}]
              """)
          .forEach(rows::add);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return rows;
  }
}
