package io.flowforge.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.json.Json;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"at\": null}                       | ``                    | ``",
        "{}                                   | ``                    | ``",
        "{\"at\": \"\"}                       | ``                    | ``",
        "{\"at\": 3}                          | 3                     | 3",
        "{\"at\": \"2026-01-31T08:00:00Z\"}   | 2026-01-31T08:00:00Z  | 2026-01-31 08:00:00",
        "{\"at\": \"a\\u001bb\"}              | a b                   | a b",
      })
  void whatIsNotThereIsAnEmptyCell(String row, String text, String time) throws Exception {
    JsonNode read = Json.mapper().readTree(row);

    assertThat(List.of(Column.of("AT", "at").cell(read), Column.time("AT", "at").cell(read)))
        .containsExactly(text, time);
  }
}
