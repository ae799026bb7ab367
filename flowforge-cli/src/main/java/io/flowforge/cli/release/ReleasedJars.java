package io.flowforge.cli.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The jars of the release.
 *
 * @param command the one that is not a library
 * @param libraries the others by their file names
 */
record ReleasedJars(Path command, NavigableMap<String, Path> libraries) {

  private static final int DIGEST_LENGTH = 16;

  static ReleasedJars of(Path command, Path folder) throws IOException {
    NavigableMap<String, Path> libraries = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        if (libraries.put(name, file) != null) {
          throw new IllegalStateException(name + " is in two folders of " + folder);
        }
      }
    }
    return new ReleasedJars(command, libraries);
  }

  /** Returns a short name that differs if any of the jars does. */
  String digest() throws IOException {
    var all = new StringBuilder(sha256(Files.readAllBytes(command)));
    for (Map.Entry<String, Path> library : libraries.entrySet()) {
      all.append(library.getKey()).append(sha256(Files.readAllBytes(library.getValue())));
    }
    return sha256(all.toString().getBytes(StandardCharsets.UTF_8)).substring(0, DIGEST_LENGTH);
  }

  Path file(ReleasedLibrary library) {
    return Objects.requireNonNull(libraries.get(library.file()), library.file());
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has it", e);
    }
  }

  /** Returns the names of the libraries that are not in the list. */
  List<String> without(List<String> names) {
    return libraries.keySet().stream().filter(name -> !names.contains(name)).toList();
  }
}
