package io.flowforge.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The exit codes, on which scripts rely. */
class ExitCodeTest {

  @Test
  void neverChange() throws IllegalAccessException {
    Map<String, Integer> codes = new TreeMap<>();
    for (Field field : ExitCode.class.getFields()) {
      codes.put(field.getName(), field.getInt(null));
    }
    assertThat(codes)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("OK", 0),
                Map.entry("FAILED", 1),
                Map.entry("USAGE", 2),
                Map.entry("INVALID", 3),
                Map.entry("NOT_FOUND", 4),
                Map.entry("CONFLICT", 5),
                Map.entry("FORBIDDEN", 6),
                Map.entry("UNAVAILABLE", 7),
                Map.entry("WAITING", 8),
                Map.entry("REJECTED", 9),
                Map.entry("CANCELLED", 10),
                Map.entry("TIMEOUT", 11),
                Map.entry("UNREACHABLE", 12),
                Map.entry("PIPE_CLOSED", 141)));
  }

  @Test
  void areDocumented() throws IOException, IllegalAccessException {
    List<String> documented =
        Files.readAllLines(Path.of("..", "docs", "command-line.md")).stream()
            .filter(line -> line.matches("\\| \\d+ \\| .*"))
            .map(line -> line.substring(2, line.indexOf(" |", 2)))
            .toList();
    List<String> codes = new ArrayList<>();
    for (Field field : ExitCode.class.getFields()) {
      codes.add(Integer.toString(field.getInt(null)));
    }
    assertThat(documented).containsExactlyInAnyOrderElementsOf(codes);
  }
}
