package io.flowforge.cli.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The licenses and notices in a jar. */
final class JarTexts {

  private static final List<String> WORDS = List.of("license", "licence", "copying", "notice");
  private static final List<String> TYPES = List.of("", "txt", "md");

  private JarTexts() {}

  /** Returns the texts by names that are unique among all of this jar. */
  static NavigableMap<String, String> of(Path jar) throws IOException {
    NavigableMap<String, String> texts = new TreeMap<>();
    try (var zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().filter(JarTexts::isText).toList()) {
        byte[] content = zip.getInputStream(entry).readAllBytes();
        texts.put(shortened(entry.getName()), new String(content, StandardCharsets.UTF_8));
      }
    }
    return texts;
  }

  /** Returns whether a text of that name is a license, rather than a notice. */
  static boolean isLicense(String name) {
    return !fileName(name).toLowerCase(Locale.ROOT).contains("notice");
  }

  private static boolean isText(ZipEntry entry) {
    if (entry.isDirectory() || entry.getName().startsWith("META-INF/services/")) {
      return false;
    }
    String name = fileName(entry.getName()).toLowerCase(Locale.ROOT);
    int dot = name.lastIndexOf('.');
    return WORDS.stream().anyMatch(name::contains)
        && TYPES.contains(dot < 0 ? "" : name.substring(dot + 1));
  }

  private static String shortened(String entry) {
    String name = entry.startsWith("META-INF/") ? entry.substring("META-INF/".length()) : entry;
    return name.replace('/', '-');
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
