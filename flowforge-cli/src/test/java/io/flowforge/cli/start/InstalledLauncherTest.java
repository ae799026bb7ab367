package io.flowforge.cli.start;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the launcher of an installation writes, with programs that only say that they were called.
 */
class InstalledLauncherTest {

  private Path work;
  private Path home;

  @BeforeEach
  void install(@TempDir Path temporary) throws IOException {
    work = temporary;
    home = Files.createDirectory(work.resolve("home"));
    for (String folder : List.of("bin", "lib", "jdk/bin")) {
      Files.createDirectories(work.resolve(folder));
    }
    Files.copy(Path.of("src/main/archive/bin/flowforge"), work.resolve("bin/flowforge"));
    Files.copy(Path.of("../.mvn/launch"), work.resolve("lib/launch"));
    Files.writeString(work.resolve("lib/build"), "1\n");
    Files.createFile(work.resolve("lib/flowforge-cli.jar"));
    program("lib/find-jdk", "echo " + work.resolve("jdk"));
    program("lib/make-start-cache", "touch \"$2/made\"");
    program("jdk/bin/java", "echo \"$@\"");
  }

  private void program(String path, String script) throws IOException {
    Path file = Files.writeString(work.resolve(path), "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private void run(String command) throws Exception {
    var builder = new ProcessBuilder(work + "/bin/flowforge", command).redirectErrorStream(true);
    builder.environment().put("FLOWFORGE_HOME", home.toString());
    builder.environment().remove("FLOWFORGE_TRAINING");
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    assertThat(out).contains("io.flowforge.cli.FlowforgeCommand " + command);
    BackgroundWork.awaitEnd(work);
  }

  private List<String> written() {
    try (Stream<Path> files = Files.list(home)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A server may have memory for itself only, and its supervisor expects no second process. */
  @Test
  void aServerWritesNothingAndOtherCommandsMakeTheCache() throws Exception {
    run("serve");
    assertThat(written()).isEmpty();

    run("request");
    eventually(this::written, List.of("java", "made")::equals);
  }
}
