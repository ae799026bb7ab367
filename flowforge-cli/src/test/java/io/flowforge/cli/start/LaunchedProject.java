package io.flowforge.cli.start;

import io.flowforge.scan.CharacterSet;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A copy of the project that the launcher finds built, with jars of the classes under test. */
record LaunchedProject(Path root) {

  /** What short commands need of the libraries. */
  private static final List<String> LIBRARIES = List.of("flowforge-core-", "picocli", "jackson-");

  /** The output of the launcher. */
  record Launch(int exitCode, String out, String err) {}

  static LaunchedProject in(Path root) throws IOException {
    Path lib = Files.createDirectories(root.resolve("flowforge-cli/target/lib"));
    Files.createDirectory(root.resolve(".mvn"));
    for (String script :
        List.of(
            "flowforge",
            ".mvn/find-jdk",
            ".mvn/is-built",
            ".mvn/build-command",
            ".mvn/launch",
            ".mvn/make-start-cache")) {
      Files.copy(Path.of("..", script), root.resolve(script));
    }
    jar(Path.of("target", "classes"), root.resolve("flowforge-cli/target/flowforge-cli.jar"));
    for (String entry : classPath()) {
      Path path = Path.of(entry);
      Path target = lib.resolve(entry.replace(File.separatorChar, '_') + ".jar");
      // As Maven is called, the core is a folder or a jar.
      if (path.endsWith(Path.of("flowforge-core", "target", "classes"))) {
        jar(path, target);
      } else if (LIBRARIES.stream().anyMatch(path.getFileName().toString()::startsWith)
          && !entry.endsWith("-tests.jar")) {
        Files.copy(path, target);
        JarUpgrade.upgrade(target);
      }
    }
    return new LaunchedProject(root);
  }

  Path jar() {
    return root.resolve("flowforge-cli/target/flowforge-cli.jar");
  }

  Path libraries() {
    return root.resolve("flowforge-cli/target/lib");
  }

  Path lock() {
    return root.resolve(".flowforge/start.lock");
  }

  /** Returns the folder of the cache. */
  Path folder() {
    return root.resolve(".flowforge/start" + System.getProperty("java.home"));
  }

  Path cache() {
    return folder().resolve("flowforge.aot");
  }

  /** Runs the launcher. */
  Launch run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(root + "/flowforge"));
    command.addAll(List.of(arguments));
    return run(environment, command);
  }

  /** Runs a program in the environment of the launcher. */
  Launch run(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path err = Files.createTempFile(root, "err", "");
    var builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.environment().remove("FLOWFORGE_JAVA_OPTIONS");
    builder.environment().put("FLOWFORGE_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Launch(process.waitFor(), out, Files.readString(err));
  }

  /** Returns the process that is making the cache now. */
  Optional<ProcessHandle> maker() {
    try {
      return ProcessHandle.of(Long.parseLong(Files.readSymbolicLink(lock()).toString()));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts what the launcher starts in the background. */
  Process makeCache() throws IOException {
    String jdk = System.getProperty("java.home");
    String state = root + "/.flowforge";
    var builder =
        new ProcessBuilder(
            root + "/.mvn/make-start-cache",
            root + "/flowforge",
            state,
            state + "/start",
            state + "/start" + jdk);
    builder.environment().put("FLOWFORGE_JAVA_HOME", jdk);
    return builder.start();
  }

  private static List<String> classPath() {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return CharacterSet.of(File.pathSeparator).split(all);
  }

  private static void jar(Path classes, Path jar) throws IOException {
    try (var files = Files.walk(classes);
        var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        zip.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
        zip.write(Files.readAllBytes(file));
        zip.closeEntry();
      }
    }
  }
}
