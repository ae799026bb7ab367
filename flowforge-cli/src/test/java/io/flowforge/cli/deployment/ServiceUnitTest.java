package io.flowforge.cli.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowforge.cli.FlowforgeCommand;
import io.flowforge.server.ServeSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit of systemd and its file of settings name only what exists in the code. */
class ServiceUnitTest {

  private static final DeployedFile UNIT = new DeployedFile("deploy/systemd/flowforge.service");
  private static final DeployedFile SETTINGS =
      new DeployedFile("deploy/systemd/flowforge.env.example");
  private static final Map<String, String> VALUES = UNIT.assignments();
  private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

  @Test
  void theCommandExists() {
    List<String> words = List.of(VALUES.getOrDefault("ExecStart", "").split(" "));
    assertThat(words.getFirst()).isEqualTo("/opt/flowforge/bin/flowforge");
    String[] arguments = words.subList(1, words.size()).toArray(String[]::new);
    assertThat(arguments).containsExactly("serve");
    FlowforgeCommand.commandLine(Map.of(), DeployedFile.PROJECT, arguments).parseArgs(arguments);
  }

  @Test
  void theServerReadsEverySettingAndGetsAllThatItNeeds() {
    Set<String> names = new HashSet<>();
    SETTINGS
        .lines()
        .map(line -> line.startsWith("#") ? line.substring(1) : line)
        .filter(line -> line.indexOf('=') > 0 && !line.startsWith(" "))
        .forEach(line -> names.add(line.substring(0, line.indexOf('='))));
    UNIT.lines()
        .filter(line -> line.startsWith("Environment="))
        .map(line -> line.substring("Environment=".length()))
        .forEach(line -> names.add(line.substring(0, line.indexOf('='))));
    assertThat(names).contains("FLOWFORGE_JAVA_OPTIONS", "POSTGRES_URI");
    // A server writes nothing.
    assertThat(names).doesNotContain("FLOWFORGE_HOME");
    assertThat(VALUES).doesNotContainKey("StateDirectory").containsEntry("ProtectSystem", "strict");

    KnownSettings.areReadBy(List.of("serve"), names);
    assertThat(ServeSettings.from(SETTINGS.assignments()).server().host()).isEqualTo("127.0.0.1");
    assertThat(VALUES).containsEntry("EnvironmentFile", "/etc/flowforge/flowforge.env");
  }

  @Test
  void theServerHasTimeToStopAndStartsAgainWhenItFails() {
    assertThat(Long.parseLong(VALUES.getOrDefault("TimeoutStopSec", "0")))
        .isGreaterThan(KnownSettings.secondsToStop(Map.of()));
    assertThat(VALUES)
        .containsEntry("Restart", "on-failure")
        // 128 and SIGTERM.
        .containsEntry("SuccessExitStatus", "143")
        .containsEntry("StartLimitIntervalSec", "0");
  }

  @Test
  void systemdUnderstandsItAndSaysThatItIsHardened(@TempDir Path folder) throws Exception {
    assumeTrue(Files.isExecutable(ANALYZE), "SKIPPED: there is no systemd-analyze");
    Path copy = folder.resolve("flowforge.service");
    // The program must exist.
    Files.writeString(copy, UNIT.text().replace("/opt/flowforge/bin/flowforge", "/bin/true"));

    // What they print depends on the version. Fails if the exposure is above 2.0.
    analyze("verify", "--man=no", copy.toString());
    analyze("security", "--offline=yes", "--threshold=20", copy.toString());
  }

  private static void analyze(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of(ANALYZE.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
  }
}
