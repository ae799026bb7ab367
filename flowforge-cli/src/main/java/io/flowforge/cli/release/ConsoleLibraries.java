package io.flowforge.cli.release;

import io.flowforge.scan.CharacterSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The libraries of the console, which are files in the server's jar. Their table there says what
 * they are.
 *
 * @param files the content of the folder by name
 */
record ConsoleLibraries(NavigableMap<String, byte[]> files) {

  private static final String SERVER = "flowforge-server-";
  private static final String FOLDER = "console/vendor/";
  private static final String TABLE = "README.md";
  private static final String LICENSE = ".LICENSE";
  private static final CharacterSet BAR = CharacterSet.of("|");

  /** The cells of a row, with an empty one at both ends. */
  private static final int CELLS = 8;

  /**
   * A file of a package at npm.
   *
   * @param hash of the file, as SHA-256
   */
  record Script(String file, String name, String version, String license, String hash) {}

  static ConsoleLibraries in(ReleasedJars jars) throws IOException {
    Map.Entry<String, Path> server = jars.libraries().ceilingEntry(SERVER);
    if (server == null || !server.getKey().startsWith(SERVER)) {
      throw new IllegalStateException("the server is not among the jars");
    }
    NavigableMap<String, byte[]> files = new TreeMap<>();
    try (var zip = new ZipFile(server.getValue().toFile())) {
      for (ZipEntry entry : zip.stream().filter(found -> !found.isDirectory()).toList()) {
        if (entry.getName().startsWith(FOLDER)) {
          try (InputStream content = zip.getInputStream(entry)) {
            files.put(entry.getName().substring(FOLDER.length()), content.readAllBytes());
          }
        }
      }
    }
    return new ConsoleLibraries(files);
  }

  /**
   * Returns the rows of the table.
   *
   * @throws IllegalStateException if a file is not the one that its row names
   */
  List<Script> scripts() {
    List<Script> scripts = new ArrayList<>();
    for (String line : text(TABLE).lines().toList()) {
      List<String> cells = BAR.split(line).stream().map(String::strip).toList();
      if (cells.size() == CELLS && cells.get(1).endsWith(".js")) {
        var script =
            new Script(cells.get(1), cells.get(2), cells.get(3), cells.get(5), cells.get(6));
        if (!ReleasedJars.sha256(bytes(script.file())).equals(script.hash())) {
          throw new IllegalStateException(FOLDER + script.file() + " is not what its row says");
        }
        scripts.add(script);
      }
    }
    return scripts;
  }

  /** Writes the table and the licenses. */
  void writeLicenses(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (file.getKey().equals(TABLE) || file.getKey().endsWith(LICENSE)) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
    }
  }

  private String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  private byte[] bytes(String name) {
    byte[] content = files.get(name);
    if (content == null) {
      throw new IllegalStateException(FOLDER + name + " is not in the server's jar");
    }
    return content;
  }
}
