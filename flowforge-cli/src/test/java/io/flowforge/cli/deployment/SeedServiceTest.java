package io.flowforge.cli.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The script of compose.yml's service `seed`, as a user to whom the mounted folder does not belong.
 */
class SeedServiceTest {

  private static final Path AS_USER = Path.of("/usr/bin/setpriv");

  @TempDir Path work;
  private Path data;

  @BeforeEach
  void writeData() throws Exception {
    boolean isRoot = (int) Files.getAttribute(work, "unix:uid") == 0;
    assumeTrue(
        isRoot && Files.isExecutable(AS_USER), "SKIPPED: it takes root, and setpriv in /usr/bin");
    data = Files.createDirectory(work.resolve("data"));
    Files.createDirectory(data.resolve("sample"));
    Files.writeString(data.resolve("user.csv"), "id,name\n");
    allow(work, "rwxr-xr-x");
    allow(data, "rwxr-xr-x");
  }

  private static void allow(Path file, String permissions) throws Exception {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private record Outcome(int exitCode, String out) {}

  private Outcome run() throws Exception {
    Node seed = new DeployedFile("compose.yml").yaml().at("services", "seed");
    String script =
        seed.at("command")
            .texts()
            .getFirst()
            .replace("$$", "$")
            .replace("data=/seed-data", "data=" + data)
            .replace("exec flowforge", "echo flowforge");
    List<String> command =
        new ArrayList<>(
            List.of(AS_USER.toString(), "--reuid=10001", "--regid=10001", "--clear-groups"));
    command.addAll(seed.at("entrypoint").texts());
    command.add(script);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), out.strip());
  }

  @Test
  void dataIsTakenBeforeTheSamples() throws Exception {
    assertThat(run()).isEqualTo(new Outcome(0, "flowforge seed --dir " + data));
    Files.delete(data.resolve("user.csv"));
    assertThat(run()).isEqualTo(new Outcome(0, "flowforge seed --dir " + data + "/sample"));
  }

  /** It must not take the samples instead. */
  @ParameterizedTest
  @CsvSource({"'', rwx------", "'', rwxr--r--", "user.csv, rw-------", "sample, rwx------"})
  void whatItCannotReadIsNamed(String file, String permissions) throws Exception {
    Path hidden = file.isEmpty() ? data : data.resolve(file);
    allow(hidden, permissions);

    Outcome outcome = run();

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.out())
        .isEqualTo(
            "seed: user 10001 of the container cannot read %s; run `chmod -R a+rX seed-data`"
                .formatted(hidden));
  }
}
