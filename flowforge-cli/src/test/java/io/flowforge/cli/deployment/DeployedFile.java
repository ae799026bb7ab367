package io.flowforge.cli.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A file of the repository with which Flowforge is deployed. */
record DeployedFile(String name) {

  static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  Path path() {
    return PROJECT.resolve(name);
  }

  String text() {
    try {
      return Files.readString(path());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Stream<String> lines() {
    return text().lines().map(String::strip);
  }

  /** Returns the values of lines such as {@code NAME=value}, comments left out. */
  Map<String, String> assignments() {
    Map<String, String> values = new TreeMap<>();
    lines()
        .filter(line -> !line.startsWith("#") && line.contains("="))
        .forEach(
            line ->
                values.put(
                    line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    return values;
  }

  /** Returns the document. */
  Node yaml() {
    return yaml(text());
  }

  static Node yaml(String text) {
    return new Node(load().loadFromString(text));
  }

  /** Returns the documents of the text. */
  static List<Node> documents(String text) {
    List<Node> nodes = new ArrayList<>();
    load().loadAllFromString(text).forEach(document -> nodes.add(new Node(document)));
    return nodes;
  }

  private static Load load() {
    return new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build());
  }
}
