package io.flowforge.cli.start;

import static io.flowforge.testing.Eventually.eventually;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.cli.command.ExitCode;
import io.flowforge.cli.files.Directories;
import io.flowforge.cli.start.LaunchedProject.Launch;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The launcher and the ahead-of-time cache, with real jars in a copy of the project's folders. */
@TestInstance(Lifecycle.PER_CLASS)
class LauncherTest {

  /** Makes Java tell where each class comes from. */
  private static final Map<String, String> TELLING =
      Map.of("FLOWFORGE_JAVA_OPTIONS", "-Xlog:class+load:stderr");

  private static final String CACHED = "io.flowforge.cli.RootCommand source: shared objects file";

  private final Path directory;
  private final LaunchedProject project;
  private final Launch help;
  private final Launch wrong;

  /** Starts for the first time, and waits for the cache, which takes seconds. */
  LauncherTest(@TempDir Path directory) throws Exception {
    this.directory = directory;
    project = LaunchedProject.in(directory);
    help = project.run(Map.of(), "--help");
    wrong = project.run(Map.of(), "no-such-command");
    eventually(project::maker, maker -> maker.isPresent() || Files.exists(project.cache()));
    project.maker().ifPresent(maker -> maker.onExit().join());
    BackgroundWork.awaitEnd(project.root());
  }

  @Test
  void theFirstStartMakesTheCacheInTheBackgroundAndLaterOnesUseIt() throws Exception {
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).startsWith("Usage: flowforge");
    assertThat(help.err()).isEmpty();
    assertThat(project.cache()).isNotEmptyFile();
    assertThat(project.folder()).isDirectoryNotContaining("glob:**.aot.*");
    eventually(project::maker, Optional::isEmpty);

    assertThat(project.run(TELLING, "--help").err()).contains(CACHED);
  }

  /** A cache that is of no use. */
  private enum Useless {
    ABSENT,
    EMPTY,
    TRUNCATED,
    GARBAGE,
    A_FOLDER,
    OLDER_THAN_THE_JAR,
    OLDER_THAN_A_LIBRARY,
    IN_A_FOLDER_THAT_CANNOT_BE_WRITTEN;

    private void apply(LaunchedProject project) throws IOException {
      Path cache = project.cache();
      Path folder = project.folder();
      switch (this) {
        case ABSENT -> Files.delete(cache);
        case EMPTY -> Files.write(cache, new byte[0]);
        case GARBAGE -> Files.writeString(cache, "garbage\n".repeat(10_000));
        case TRUNCATED -> {
          try (var file = FileChannel.open(cache, StandardOpenOption.WRITE)) {
            file.truncate(file.size() / 2);
          }
        }
        case A_FOLDER -> {
          Files.delete(cache);
          Files.createDirectories(cache.resolve("x"));
        }
        case OLDER_THAN_A_LIBRARY -> {
          try (var libraries = Files.list(project.libraries())) {
            Path library = libraries.findFirst().orElseThrow();
            Files.setLastModifiedTime(
                library, FileTime.from(Instant.EPOCH.plusSeconds(4_000_000_000L)));
          }
        }
        case OLDER_THAN_THE_JAR -> Files.setLastModifiedTime(cache, FileTime.from(Instant.EPOCH));
        case IN_A_FOLDER_THAT_CANNOT_BE_WRITTEN -> {
          Directories.delete(folder);
          Files.createFile(folder);
        }
      }
    }
  }

  /** The state in which the cache is used. */
  private record Snapshot(Path cache, FileTime made, Path jar, FileTime built) {

    static Snapshot of(LaunchedProject project) throws IOException {
      return new Snapshot(
          Files.copy(
              project.cache(), Files.createTempFile(project.root(), "cache", ""), REPLACE_EXISTING),
          Files.getLastModifiedTime(project.cache()),
          Files.copy(
              project.jar(), Files.createTempFile(project.root(), "jar", ""), REPLACE_EXISTING),
          Files.getLastModifiedTime(project.jar()));
    }

    void restore(LaunchedProject project) throws IOException {
      Directories.delete(project.folder());
      Files.createDirectories(project.folder());
      Files.copy(cache, project.cache());
      Files.setLastModifiedTime(project.cache(), made);
      Files.copy(jar, project.jar(), REPLACE_EXISTING);
      Files.setLastModifiedTime(project.jar(), built);
      try (var libraries = Files.list(project.libraries())) {
        for (Path library : libraries.toList()) {
          Files.setLastModifiedTime(library, built);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aUselessCacheChangesNothing(Useless useless) throws Exception {
    Snapshot before = Snapshot.of(project);
    // Otherwise a new one is made in the background.
    Files.createSymbolicLink(project.lock(), Path.of(Long.toString(ProcessHandle.current().pid())));
    try {
      useless.apply(project);

      assertThat(project.run(Map.of(), "--help")).isEqualTo(help);
      assertThat(project.run(Map.of(), "no-such-command")).isEqualTo(wrong);
      assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(project.run(TELLING, "--help").err()).doesNotContain(CACHED);
    } finally {
      // One that starts late would find the lock free, and delete the cache.
      BackgroundWork.awaitEnd(project.root());
      before.restore(project);
      Files.delete(project.lock());
    }
  }

  @Test
  void whoIsKilledLeavesNothingThatLooksLikeACache() throws Exception {
    Path saved = Files.copy(project.cache(), directory.resolve("before.aot"));
    try {
      Process killed = startedMaker();
      List<ProcessHandle> family = killed.descendants().toList();
      // Otherwise it might be done before it is killed.
      signal("-STOP", killed.toHandle());
      for (ProcessHandle process : family) {
        signal("-STOP", process);
      }
      // A second one leaves it to the first.
      assertThat(project.makeCache().waitFor()).isZero();
      killed.destroyForcibly().waitFor();
      family.forEach(ProcessHandle::destroyForcibly);
      family.forEach(process -> process.onExit().join());
      assertThat(project.cache()).doesNotExist();
      assertThat(Files.isSymbolicLink(project.lock())).isTrue();

      // The lock of a dead process is taken over, and given back.
      Process stopped = startedMaker();
      stopped.destroy();
      stopped.waitFor();
      assertThat(Files.isSymbolicLink(project.lock())).isFalse();
    } finally {
      Files.deleteIfExists(project.lock());
      Files.createDirectories(project.folder());
      Files.move(saved, project.cache(), REPLACE_EXISTING);
    }
  }

  /** Starts to make a cache, and waits until Java runs. */
  private Process startedMaker() throws IOException {
    Process maker = project.makeCache();
    eventually(
        () -> maker.descendants().toList(), all -> all.stream().anyMatch(LauncherTest::isJava));
    return maker;
  }

  @Test
  void outputThatCannotBeWrittenIsAFailure() throws Exception {
    Launch full =
        project.run(Map.of(), List.of("sh", "-c", directory + "/flowforge --help >/dev/full"));
    assertThat(full)
        .isEqualTo(
            new Launch(
                ExitCode.FAILED,
                "",
                "flowforge: cannot write to standard output: No space left on device\n"));
  }

  @Test
  void everyLetterReachesJavaInAnyLocale() throws Exception {
    Map<String, String> english = Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", "C");
    assertThat(project.run(english, "help", "grün").err()).contains("'grün'");
  }

  @Test
  void theHelpFitsTheTerminalAndHasColorsThere() throws Exception {
    String onOneLine = "Runs everything on this machine, with data that stays.";
    assertThat(onTerminal("TERM=xterm").out()).contains("\u001b[1m", onOneLine);
    assertThat(onTerminal("stty cols 60; TERM=xterm").out())
        .contains("\u001b[1m")
        .doesNotContain(onOneLine);
    assertThat(onTerminal("TERM=dumb").out()).doesNotContain("\u001b[");
    assertThat(onTerminal("TERM=xterm NO_COLOR=1").out()).doesNotContain("\u001b[");
  }

  /** Runs it on a pseudo terminal. */
  private Launch onTerminal(String before) throws Exception {
    return project.run(
        Map.of(),
        List.of("script", "-qec", before + " " + directory + "/flowforge --help", "/dev/null"));
  }

  @Test
  void buildsAgainWhenASourceHasChanged() throws Exception {
    Snapshot before = Snapshot.of(project);
    Path sources = Files.createDirectories(directory.resolve("flowforge-core/src/main/java"));
    Path source = Files.writeString(sources.resolve("A.java"), "class A {}");
    Path builder = directory.resolve("mvnw");
    Files.writeString(builder, "#!/bin/sh\necho built >>builds\ncp saved.jar " + project.jar());
    assertThat(builder.toFile().setExecutable(true)).isTrue();
    Files.copy(project.jar(), directory.resolve("saved.jar"));
    Files.createSymbolicLink(project.lock(), Path.of(Long.toString(ProcessHandle.current().pid())));

    // A new source, nothing, a changed source, a deleted one, nothing.
    assertThat(project.run(Map.of(), "--help").err()).contains("Building Flowforge", "Built in");
    assertThat(project.run(Map.of(), "--help")).isEqualTo(help);
    Files.writeString(source, "class A { int a; }");
    assertThat(project.run(Map.of(), "--help").err()).contains("Building Flowforge");
    Files.delete(source);
    assertThat(project.run(Map.of(), "--help").err()).contains("Building Flowforge");
    assertThat(project.run(Map.of(), "--help")).isEqualTo(help);
    Directories.delete(directory.resolve("flowforge-core"));
    BackgroundWork.awaitEnd(project.root());
    Files.delete(project.lock());
    before.restore(project);
  }

  /** Otherwise it would wait for the build that waits for it, if a source is saved meanwhile. */
  @Test
  void aTrainingRunNeverBuilds() throws Exception {
    Files.createDirectories(directory.resolve("flowforge-core/src/main/java"));
    Path lock = directory.resolve(".flowforge/build.lock");
    Files.createSymbolicLink(lock, Path.of(Long.toString(ProcessHandle.current().pid())));
    try {
      Launch training =
          project.run(
              Map.of("FLOWFORGE_TRAINING", directory.resolve("trained").toString()),
              List.of("timeout", "120", directory + "/flowforge", "help"));
      assertThat(training.exitCode()).as(training.err()).isZero();
      assertThat(training.err()).doesNotContain("Waiting");
    } finally {
      Files.delete(lock);
      Directories.delete(directory.resolve("flowforge-core"));
    }
  }

  /** Has no effect on a process that has ended meanwhile. */
  private static void signal(String signal, ProcessHandle process) throws Exception {
    var _ = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
  }

  private static boolean isJava(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("java");
  }
}
