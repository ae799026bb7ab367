package io.flowforge.cli.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A bill of materials in JSON. Maven's describes the libraries as they were downloaded; this makes
 * it describe the files that are released. Not thread-safe.
 *
 * @see <a href="https://cyclonedx.org/docs/1.6/json/">CycloneDX 1.6</a>
 */
final class BillOfMaterials {

  private final ObjectNode root;

  private BillOfMaterials(ObjectNode root) {
    this.root = root;
  }

  static BillOfMaterials read(Path file) throws IOException {
    return new BillOfMaterials((ObjectNode) Json.mapper().readTree(Files.readAllBytes(file)));
  }

  void write(Path file) throws IOException {
    Files.writeString(file, root.toPrettyString() + "\n");
  }

  List<ReleasedLibrary> libraries() {
    return components().map(BillOfMaterials::library).toList();
  }

  /**
   * Replaces the hashes of libraries that the build has changed, and adds that of the command.
   *
   * @throws IllegalStateException if it names a library that is not released, or lacks one that is
   */
  void describe(ReleasedJars jars) throws IOException {
    List<String> named = libraries().stream().map(ReleasedLibrary::file).toList();
    List<String> absent =
        named.stream().filter(name -> !jars.libraries().containsKey(name)).toList();
    List<String> unnamed = jars.without(named);
    if (!absent.isEmpty() || !unnamed.isEmpty()) {
      throw new IllegalStateException(
          "the bill of materials names %s, which is not released, and lacks %s"
              .formatted(absent, unnamed));
    }
    for (JsonNode component : components().toList()) {
      Path jar = jars.file(library(component));
      String hash = ReleasedJars.sha256(Files.readAllBytes(jar));
      if (!hash.equals(hashOf(component))) {
        setHash((ObjectNode) component, hash);
        ((ObjectNode) component)
            .putObject("pedigree")
            .put("notes", "The build brought its classes to a newer version of the class format.");
      }
    }
    setHash(
        (ObjectNode) root.path("metadata").path("component"),
        ReleasedJars.sha256(Files.readAllBytes(jars.command())));
  }

  /** Adds the libraries of the console. Call it after {@link #describe}, which knows only jars. */
  void add(List<ConsoleLibraries.Script> scripts) {
    ArrayNode components = root.withArrayProperty("components");
    for (ConsoleLibraries.Script script : scripts) {
      String purl = "pkg:npm/%s@%s".formatted(script.name(), script.version());
      ObjectNode component =
          components
              .addObject()
              .put("type", "library")
              .put("bom-ref", purl)
              .put("name", script.name())
              .put("version", script.version());
      component.putArray("licenses").addObject().putObject("license").put("id", script.license());
      component.put("purl", purl);
      // The hash of the file; that of the package would be another one.
      setHash(
          component
              .putArray("components")
              .addObject()
              .put("type", "file")
              .put("name", "console/vendor/" + script.file()),
          script.hash());
    }
  }

  private static String hashOf(JsonNode component) {
    return StreamSupport.stream(component.path("hashes").spliterator(), false)
        .filter(hash -> hash.path("alg").asText().equals("SHA-256"))
        .findFirst()
        .map(hash -> hash.path("content").asText())
        .orElse("");
  }

  private static void setHash(ObjectNode component, String hash) {
    ArrayNode hashes = component.putArray("hashes");
    hashes.addObject().put("alg", "SHA-256").put("content", hash);
  }

  private Stream<JsonNode> components() {
    return StreamSupport.stream(root.path("components").spliterator(), false);
  }

  private static ReleasedLibrary library(JsonNode component) {
    List<String> licenses = new ArrayList<>();
    for (JsonNode choice : component.path("licenses")) {
      JsonNode license = choice.path("license");
      licenses.add(license.path("id").asText(license.path("name").asText()));
    }
    return new ReleasedLibrary(
        component.path("group").asText(),
        component.path("name").asText(),
        component.path("version").asText(),
        licenses);
  }
}
