package io.flowforge.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleFilesTest {

  private static final Map<String, String> FILES =
      Map.of(
          "index.html", "<!doctype html>",
          "app.css", "a{}",
          "js/main.js", "1",
          "js/lib/two.js", "2");

  @Test
  void aJarAndAFolderHaveTheSameFiles(@TempDir Path directory) throws Exception {
    // Blanks and signs that an address must encode.
    Path place = Files.createDirectories(directory.resolve("a b+ü#%"));
    ConsoleFiles inJar = ConsoleFiles.beside(jar(place, FILES));
    ConsoleFiles inFolder = ConsoleFiles.beside(folder(place, FILES).toUri().toURL());

    assertThat(inJar.byName()).containsOnlyKeys(FILES.keySet());
    assertThat(inFolder.byName()).containsOnlyKeys(FILES.keySet());
    assertThat(inJar.text("js/lib/two.js")).isEqualTo("2");
    assertThat(inJar.version()).matches("[0-9a-f]{16}").isEqualTo(inFolder.version());
  }

  @Test
  void anyOtherFileMakesAnotherVersion(@TempDir Path directory) throws Exception {
    String version = version(directory.resolve("0"), FILES);
    Map<String, String> content = new TreeMap<>(FILES);
    content.put("app.css", "b{}");
    Map<String, String> name = new TreeMap<>(FILES);
    name.put("other.css", name.remove("app.css"));
    Map<String, String> shifted = new TreeMap<>(FILES);
    shifted.put("js/main.js", "");
    shifted.put("js/lib/two.js", "12");

    assertThat(version(directory.resolve("1"), FILES)).isEqualTo(version);
    assertThat(version(directory.resolve("2"), content)).isNotEqualTo(version);
    assertThat(version(directory.resolve("3"), name)).isNotEqualTo(version);
    assertThat(version(directory.resolve("4"), shifted)).isNotEqualTo(version);
  }

  private static String version(Path place, Map<String, String> files) throws Exception {
    return ConsoleFiles.beside(folder(place, files).toUri().toURL()).version();
  }

  private static Path folder(Path place, Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = place.resolve("console").resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    return place.resolve("console/index.html");
  }

  private static URL jar(Path place, Map<String, String> files) throws Exception {
    Path path = place.resolve("server.jar");
    try (var jar = new JarOutputStream(Files.newOutputStream(path))) {
      jar.putNextEntry(new JarEntry("console/"));
      jar.putNextEntry(new JarEntry("other/secret.txt"));
      for (Map.Entry<String, String> file : files.entrySet()) {
        jar.putNextEntry(new JarEntry("console/" + file.getKey()));
        jar.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return URI.create("jar:" + path.toUri() + "!/console/index.html").toURL();
  }
}
