package io.flowforge.cli.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class JarUpgradeTest {

  private static final Path PICOCLI =
      Path.of(CommandLine.class.getProtectionDomain().getCodeSource().getLocation().getPath());

  private static Path copyOfPicocli(Path directory) throws IOException {
    return Files.copy(PICOCLI, directory.resolve("picocli.jar"));
  }

  @Test
  void everyClassHasStackMapsAfterwards(@TempDir Path directory) throws IOException {
    Path jar = copyOfPicocli(directory);
    assertThat(versions(jar)).anyMatch(version -> version < JarUpgrade.WITH_STACK_MAPS);

    JarUpgrade.upgrade(jar);

    assertThat(versions(jar)).allMatch(version -> version >= JarUpgrade.WITH_STACK_MAPS);
    assertThat(names(jar)).isEqualTo(names(PICOCLI));
    assertThat(directory).isDirectoryNotContaining("glob:**.upgraded");
  }

  @Test
  void theVirtualMachineAcceptsEveryClass(@TempDir Path directory) throws Exception {
    Path jar = copyOfPicocli(directory);
    JarUpgrade.upgrade(jar);

    try (var loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      for (String name : names(jar)) {
        if (name.startsWith("picocli/") && !name.startsWith("picocli/groovy/")) {
          // Linking verifies the class.
          Class<?> type = Class.forName(className(name), true, loader);
          assertThat(type.getClassLoader()).isSameAs(loader);
        }
      }
    }
  }

  @Test
  void leavesAJarOfCurrentClassesAlone(@TempDir Path directory) throws IOException {
    Path jar = copyOfPicocli(directory);
    JarUpgrade.upgrade(jar);
    FileTime old = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(jar, old);

    JarUpgrade.upgrade(jar);

    // The cache is valid for this time only.
    assertThat(Files.getLastModifiedTime(jar)).isEqualTo(old);
  }

  private static String className(String entry) {
    return entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
  }

  private static List<String> names(Path jar) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      return zip.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".class")).toList();
    }
  }

  private static List<Integer> versions(Path jar) throws IOException {
    List<Integer> versions = new ArrayList<>();
    try (var zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (entry.getName().endsWith(".class")) {
          versions.add(
              ClassFile.of().parse(zip.getInputStream(entry).readAllBytes()).majorVersion());
        }
      }
    }
    return versions;
  }
}
