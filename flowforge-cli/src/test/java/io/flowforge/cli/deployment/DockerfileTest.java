package io.flowforge.cli.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.cli.FlowforgeCommand;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The Dockerfile names only what exists in the repository and in the code. */
class DockerfileTest {

  private static final DeployedFile FILE = new DeployedFile("Dockerfile");

  /** The instructions, continued lines joined. */
  private static final List<String> INSTRUCTIONS = instructions();

  private static List<String> instructions() {
    List<String> found = new ArrayList<>();
    var current = new StringBuilder();
    FILE.lines()
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .forEach(
            line -> {
              boolean isContinued = line.endsWith("\\");
              current.append(isContinued ? line.substring(0, line.length() - 1) : line).append(' ');
              if (!isContinued) {
                found.add(current.toString().strip());
                current.setLength(0);
              }
            });
    return found;
  }

  /** Returns the arguments of the last instruction of that kind, which is the one that holds. */
  private static String last(String kind) {
    return INSTRUCTIONS.stream()
        .filter(instruction -> instruction.startsWith(kind + " "))
        .map(instruction -> instruction.substring(kind.length()).strip())
        .reduce((_, later) -> later)
        .orElseThrow();
  }

  static String user() {
    return last("USER");
  }

  @Test
  void theDefaultVersionIsThatOfTheProject() {
    String pom = new DeployedFile("pom.xml").text();
    String version = pom.substring(pom.indexOf("<version>") + 9, pom.indexOf("</version>"));

    assertThat(last("ARG")).isEqualTo("VERSION=" + version);
    assertThat(last("LABEL")).contains("org.opencontainers.image.version=\"${VERSION}\"");
    assertThat(INSTRUCTIONS)
        .anySatisfy(
            instruction ->
                assertThat(instruction)
                    .isEqualTo("RUN test \"flowforge $VERSION\" = \"$(flowforge --version)\""));
  }

  @Test
  void theServerIsWhatRunsAndItGetsTheSignals() {
    List<String> entry = DeployedFile.yaml(last("ENTRYPOINT")).texts();
    List<String> command = DeployedFile.yaml(last("CMD")).texts();

    assertThat(entry).containsExactly("/opt/flowforge/bin/flowforge");
    assertThat(INSTRUCTIONS).contains("COPY --from=build /archive /opt/flowforge");
    assertThat(command).containsExactly("serve");
    String[] arguments = command.toArray(String[]::new);
    FlowforgeCommand.commandLine(Map.of(), DeployedFile.PROJECT, arguments).parseArgs(arguments);
    assertThat(last("STOPSIGNAL")).isEqualTo("SIGTERM");
  }

  @Test
  void theUserIsANumberAndNotRoot() {
    assertThat(user()).isEqualTo("10001:10001");
    assertThat(FILE.text()).contains("'flowforge:x:10001:10001:");
  }

  @Test
  void thePortsAreTheDefaultsOfTheServer() {
    var server = KnownSettings.defaults().server();
    assertThat(last("EXPOSE")).isEqualTo(server.port() + " " + server.managementPort());
  }

  @Test
  void theHealthCheckIsInTheImage() {
    assertThat(INSTRUCTIONS).contains("COPY deploy/image/healthy /opt/flowforge/bin/healthy");
    assertThat(last("HEALTHCHECK")).endsWith("CMD [\"/opt/flowforge/bin/healthy\"]");
    for (String script : List.of("healthy", "make-caches")) {
      assertThat(Files.isExecutable(new DeployedFile("deploy/image/" + script).path())).isTrue();
    }
  }

  @Test
  void javaIsStartedWithTheMemoryOfTheContainerAndEndsWithoutIt() {
    assertThat(FILE.text())
        .contains("--add-options=\"-XX:MaxRAMPercentage=65 -XX:+ExitOnOutOfMemoryError\"");
  }

  /** Otherwise Docker would end it before it could say what is down. */
  @Test
  void theHealthCheckEndsByItself() {
    String script = new DeployedFile("deploy/image/healthy").text();
    String seconds = script.substring(script.indexOf("read -r -t ") + "read -r -t ".length());
    int waits = Integer.parseInt(seconds.substring(0, seconds.indexOf(' ')));
    String check = last("HEALTHCHECK");
    String timeout = check.substring(check.indexOf("--timeout=") + "--timeout=".length());

    assertThat(Integer.parseInt(timeout.substring(0, timeout.indexOf('s')))).isGreaterThan(waits);
    // The checks take 2 s at most.
    assertThat(waits).isGreaterThan(2);
  }
}
