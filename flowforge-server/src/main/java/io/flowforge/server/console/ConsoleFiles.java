package io.flowforge.server.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The console's files by their names, such as {@code js/main.js}. They are found once, in the jar
 * or in the folder of classes, so that no path of a request ever leads to a file.
 */
record ConsoleFiles(NavigableMap<String, byte[]> byName) {

  static final String INDEX = "index.html";
  static final String ICON = "favicon.svg";

  private static final String FOLDER = "console/";

  /** Enough for a name that differs whenever a file does. */
  private static final int VERSION_LENGTH = 16;

  /** Reads the files of this build. */
  static ConsoleFiles read() {
    URL index = ConsoleFiles.class.getResource("/" + FOLDER + INDEX);
    if (index == null) {
      throw new IllegalStateException("the console is not in the jar");
    }
    return beside(index);
  }

  /**
   * Reads the folder that contains the page.
   *
   * @param index in a folder of the file system, or in a jar
   */
  static ConsoleFiles beside(URL index) {
    try {
      return new ConsoleFiles(
          index.openConnection() instanceof JarURLConnection connection
              ? inJar(connection)
              : inFolder(Path.of(URI.create(index.toString())).resolveSibling("")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the text of a file that every build has. */
  String text(String name) {
    byte[] content = byName.get(name);
    if (content == null) {
      throw new IllegalStateException("the console has no file " + name);
    }
    return new String(content, StandardCharsets.UTF_8);
  }

  /** Returns hexadecimal digits that differ whenever one of the files does. */
  String version() {
    MessageDigest digest = sha256();
    for (Map.Entry<String, byte[]> file : byName.entrySet()) {
      digest.update(hash(file.getKey().getBytes(StandardCharsets.UTF_8)));
      digest.update(hash(file.getValue()));
    }
    return shortened(digest.digest());
  }

  /** Returns hexadecimal digits that differ whenever the content does. */
  static String version(byte[] content) {
    return shortened(hash(content));
  }

  private static NavigableMap<String, byte[]> inJar(JarURLConnection connection)
      throws IOException {
    NavigableMap<String, byte[]> files = new TreeMap<>();
    // Not the shared one, which others would find closed.
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
        JarEntry entry = entries.nextElement();
        if (entry.getName().startsWith(FOLDER) && !entry.isDirectory()) {
          try (InputStream content = jar.getInputStream(entry)) {
            files.put(entry.getName().substring(FOLDER.length()), content.readAllBytes());
          }
        }
      }
    }
    return files;
  }

  private static NavigableMap<String, byte[]> inFolder(Path folder) throws IOException {
    NavigableMap<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString();
        files.put(name.replace(file.getFileSystem().getSeparator(), "/"), Files.readAllBytes(file));
      }
    }
    return files;
  }

  private static String shortened(byte[] hash) {
    return HexFormat.of().formatHex(hash).substring(0, VERSION_LENGTH);
  }

  private static byte[] hash(byte[] bytes) {
    return sha256().digest(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }
}
