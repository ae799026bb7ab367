package io.flowforge.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The libraries of the console are those that their table names, unchanged, with licenses. */
class VendoredFilesTest {

  private static final Path FOLDER = Path.of("src/main/resources/console/vendor");

  private record Row(String file, String name, String license, String hash) {}

  @Test
  void everyFileHasTheHashThatTheTableNames() throws Exception {
    for (Row row : rows()) {
      byte[] content = Files.readAllBytes(FOLDER.resolve(row.file()));
      assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)))
          .as(row.file())
          .isEqualTo(row.hash());
    }
  }

  @Test
  void everyFileIsInTheTableAndHasItsLicense() throws Exception {
    List<String> scripts = new ArrayList<>();
    List<String> licenses = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".js")) {
          scripts.add(name);
        } else if (name.endsWith(".LICENSE")) {
          licenses.add(name);
          assertThat(Files.readString(file)).contains("License");
        } else {
          assertThat(name).isEqualTo("README.md");
        }
      }
    }
    assertThat(rows()).map(Row::file).containsExactlyInAnyOrderElementsOf(scripts);
    assertThat(licenses).contains("preact.LICENSE");
    assertThat(rows())
        .allSatisfy(
            row -> {
              assertThat(licenses).contains(row.name() + ".LICENSE");
              assertThat(row.license()).isIn("MIT", "Apache-2.0");
            });
  }

  private static List<Row> rows() throws Exception {
    List<Row> rows =
        Files.readAllLines(FOLDER.resolve("README.md")).stream()
            .filter(line -> line.startsWith("| ") && line.contains(".js |"))
            .map(line -> line.split(" *\\| *", -1))
            .map(cells -> new Row(cells[1], cells[2], cells[5], cells[6]))
            .toList();
    assertThat(rows).isNotEmpty();
    return rows;
  }
}
