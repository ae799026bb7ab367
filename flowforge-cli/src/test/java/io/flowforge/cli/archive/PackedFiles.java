package io.flowforge.cli.archive;

import io.flowforge.FlowforgeVersion;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The files of the archive, by their paths below its only folder.
 *
 * @param entries all entries in their order
 */
record PackedFiles(Map<String, byte[]> files, List<TarArchiveEntry> entries) {

  static final String FOLDER = "flowforge-" + FlowforgeVersion.current() + "/";

  /** Returns the archive that the build has just packed. */
  static Path archive() {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".tar.gz"))
          .reduce(
              (one, other) -> {
                throw new AssertionError("two archives: " + one + " and " + other);
              })
          .orElseThrow(() -> new AssertionError("no archive in target/: run ./mvnw package"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PackedFiles read() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    List<TarArchiveEntry> entries = new ArrayList<>();
    try (var tar =
        new TarArchiveInputStream(
            new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive()))))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        entries.add(entry);
        if (entry.isFile()) {
          files.put(entry.getName().substring(FOLDER.length()), tar.readAllBytes());
        }
      }
    }
    return new PackedFiles(files, entries);
  }

  String text(String path) {
    byte[] file = files.get(path);
    if (file == null) {
      throw new AssertionError("the archive has no " + path);
    }
    return new String(file, StandardCharsets.UTF_8);
  }

  /** Returns the names of the files in a folder, without those in its folders. */
  List<String> in(String folder) {
    return files.keySet().stream()
        .filter(path -> path.startsWith(folder) && path.indexOf('/', folder.length()) < 0)
        .map(path -> path.substring(folder.length()))
        .toList();
  }
}
