package io.flowforge.cli.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a release says about the files of others in the console. */
class ConsoleLibrariesTest {

  private static final Path VENDOR =
      Path.of("../flowforge-server/src/main/resources/console/vendor");

  private final Path directory;

  ConsoleLibrariesTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void theBillOfMaterialsNamesEachWithItsHash() throws IOException {
    ConsoleLibraries console = ConsoleLibraries.in(jars(""));
    Path file = Files.writeString(directory.resolve("bom.json"), "{\"components\": []}");
    BillOfMaterials bill = BillOfMaterials.read(file);

    bill.add(console.scripts());
    bill.write(file);

    JsonNode components = Json.mapper().readTree(Files.readString(file)).path("components");
    assertThat(components.findValuesAsText("purl"))
        .containsExactly("pkg:npm/htm@3.1.1", "pkg:npm/oauth4webapi@3.8.8");
    JsonNode htm = components.path(0);
    assertThat(htm.at("/licenses/0/license/id").asText()).isEqualTo("Apache-2.0");
    assertThat(htm.at("/components/0/name").asText()).isEqualTo("console/vendor/preact.js");
    assertThat(htm.at("/components/0/hashes/0/content").asText())
        .isEqualTo(ReleasedJars.sha256(Files.readAllBytes(VENDOR.resolve("preact.js"))));
  }

  @Test
  void theirLicensesAreBesideTheirTable() throws IOException {
    Path folder = directory.resolve("licenses");

    ConsoleLibraries.in(jars("")).writeLicenses(folder);

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "README.md", "htm.LICENSE", "oauth4webapi.LICENSE", "preact.LICENSE");
    }
  }

  @Test
  void aFileThatIsNotTheOneInTheTableIsNotReleased() throws IOException {
    ConsoleLibraries changed = ConsoleLibraries.in(jars("// changed"));

    assertThatThrownBy(changed::scripts)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("preact.js");
  }

  /**
   * Returns the server's jar.
   *
   * @param more what follows the content of a script
   */
  private ReleasedJars jars(String more) throws IOException {
    Path path = directory.resolve("flowforge-server-1.jar");
    try (var jar = new JarOutputStream(Files.newOutputStream(path));
        Stream<Path> files = Files.list(VENDOR)) {
      jar.putNextEntry(new JarEntry("console/vendor/"));
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        jar.putNextEntry(new JarEntry("console/vendor/" + name));
        jar.write(Files.readAllBytes(file));
        if (name.equals("preact.js")) {
          jar.write(more.getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    return new ReleasedJars(path, new TreeMap<>(Map.of(path.getFileName().toString(), path)));
  }
}
