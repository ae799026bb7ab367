package io.flowforge.cli.command.pipeline;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.cli.CliServer;
import io.flowforge.cli.RunResult;
import io.flowforge.cli.command.ExitCode;
import io.flowforge.identity.Caller;
import io.flowforge.json.Json;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.testing.Pipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The check of a file on a server, and the preview of calls. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthoringCommandsTest {

  private Path folder;
  private CliServer server;

  @BeforeAll
  void start(@TempDir Path directory) {
    folder = directory;
    server = new CliServer(directory);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void theServerKnowsWhatTheFileDoesNotTell() throws IOException {
    String step =
        """
        "step_type": "API", "parameters": {"method": "GET", "url": "http://h/",
          "headers": {"Authorization": "${secret.NONE}"}}\
        """;
    Path file = file(Pipelines.chain(List.of(step)));

    RunResult here = run(ADMIN, "pipeline", "validate", file.toString());
    RunResult there = run(ADMIN, "pipeline", "validate", "--on-server", file.toString(), "-q");

    assertThat(here.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(there.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(there.out())
        .startsWith(file + ":")
        .contains(
            ": /steps/0/parameters/headers/Authorization: the organization has no secret 'NONE'; ")
        .hasLineCount(1);
    assertThat(there.err()).isEqualTo(file + ": 1 problem\n");
  }

  @Test
  void aValidFileIsNotCreated() throws IOException {
    Path file = file(Pipelines.chain(List.of(Pipelines.approval())));
    String before = run(ADMIN, "pipeline", "list", "-o", "name", "-q").out();

    RunResult result = run(ADMIN, "pipeline", "validate", "--on-server", file.toString(), "-q");

    assertThat(result)
        .isEqualTo(new RunResult(ExitCode.OK, "", file + ": valid, 1 steps, 2 fields\n"));
    assertThat(run(ADMIN, "pipeline", "list", "-o", "name", "-q").out()).isEqualTo(before);
  }

  @Test
  void theNumberOfAllProblemsIsTold() throws IOException {
    String unknown =
        IntStream.range(0, 30)
            .mapToObj(i -> "\"p" + i + "\": 1")
            .collect(Collectors.joining(",\n", "{", "}"));
    Path file =
        file(
            Pipelines.chain(
                List.of("\"step_type\": \"WAIT_FOR_APPROVAL\", \"parameters\": " + unknown)));
    Path broken = Files.writeString(folder.resolve("broken.json"), "{");

    RunResult result =
        run(ADMIN, "pipeline", "validate", "--on-server", broken.toString(), file.toString(), "-q");

    assertThat(result.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(result.out()).hasLineCount(21);
    assertThat(result.err())
        .contains("30 problems, of which the first 20 are shown")
        .contains("broken.json: 1 problem");
    assertThat(run(MEMBER, "pipeline", "validate", "--on-server", file.toString()).exitCode())
        .isEqualTo(ExitCode.FORBIDDEN);
    assertThat(run(ADMIN, "pipeline", "validate", "--org", "acme", file.toString()).exitCode())
        .isEqualTo(ExitCode.USAGE);
  }

  /** What people see at the usual widths of terminals. */
  @ParameterizedTest
  @ValueSource(ints = {80, 120})
  void thePreviewFitsTheTerminal(int width) throws IOException {
    String url = server.target().url("/repositories/${why}?" + "long=parameter&".repeat(9));
    Path file = file(Pipelines.callApproveCall(url));

    RunResult result =
        run(
            with(server.remote(ADMIN), width),
            "pipeline",
            "preview",
            file.toString(),
            "--set",
            "who=" + "a long value ".repeat(20) + "\u001b[31m",
            "--set",
            "why=b/c",
            "-q");

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.OK);
    assertThat(result.out().lines())
        .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(width));
    assertThat(result.out())
        .startsWith("1. s1 (API)\n   POST " + server.target().url("/repositories/b%2Fc?long="))
        .contains("   Idempotency-Key: ⟨request.id⟩/s1/1\n   Content-Type: application/json\n\n")
        .contains("\n\n2. s2 (WAIT_FOR_APPROVAL)\n   Waits until an Admin or the Owner approves")
        .contains("\n\n3. s3 (API)\n")
        .doesNotContain("\u001b");
    assertThat(server.target().calls()).isEmpty();
  }

  @Test
  void thePreviewSaysInWordsWhatIsNoCall() throws IOException {
    Path file =
        file(
            Pipelines.chain(
                List.of(
                    """
                    "step_type": "DELAY", "parameters": {"for": "PT4H"}""",
                    Pipelines.approval() + ", \"when\": \"form.who == 'Zoë'\"",
                    Pipelines.api("http://127.0.0.1:1/")
                        + ", \"when\": \"request.id != form.who\"")));

    RunResult result = run(ADMIN, "pipeline", "preview", file.toString(), "--set", "who=Mia", "-q");

    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.OK);
    assertThat(result.out())
        .startsWith(
            """
            1. s1 (DELAY)
               Waits for PT4H

            2. s2 (WAIT_FOR_APPROVAL)
               Skipped: the condition is false: form.who == 'Zoë'

            3. s3 (API)
               Executed if this condition holds, which is decided while the request runs: request.id != form.who
               POST http://127.0.0.1:1/
            """);
  }

  @Test
  void anIdOrANameIsEnough() throws Exception {
    Pipeline pipeline =
        server
            .world()
            .pipeline(Pipelines.call(server.target().url()).replace("\"p\"", "\"Shown\""));
    Path form = Files.writeString(folder.resolve("form.json"), "{\"who\": \"Mike\"}");

    for (String named : List.of(pipeline.id(), "Shown")) {
      RunResult result =
          run(MEMBER, "pipeline", "preview", named, "--form", form.toString(), "-o", "json", "-q");

      assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
      JsonNode preview = Json.mapper().readTree(result.out());
      assertThat(preview.at("/steps/0/call/body").asText()).isEqualTo("{\"who\":\"Mike\"}");
    }
    assertThat(run(MEMBER, "pipeline", "preview", "Shown", "-o", "name", "-q").out())
        .isEqualTo("Shown\n");
  }

  @Test
  void whatIsWrongHasAnExitCode() throws IOException {
    Pipeline pipeline = server.world().pipeline(Pipelines.call(server.target().url()));
    Path refused =
        file(
            """
            {"pipeline_name": "p", "first_step_name": "a", "steps": [
              {"step_name": "a", "step_type": "APY", "is_terminal_step": true}]}
            """);

    assertThat(run(ADMIN, "pipeline", "preview", pipeline.id(), "--set", "x=y").exitCode())
        .isEqualTo(ExitCode.INVALID);
    assertThat(run(ADMIN, "pipeline", "preview", "none.yaml").exitCode())
        .isEqualTo(ExitCode.INVALID);
    assertThat(run(ADMIN, "pipeline", "preview", "65f000000000000000000000").exitCode())
        .isEqualTo(ExitCode.NOT_FOUND);
    assertThat(run(ADMIN, "pipeline", "preview", refused.toString()).exitCode())
        .isEqualTo(ExitCode.INVALID);
    assertThat(run(MEMBER, "pipeline", "preview", refused.toString()).exitCode())
        .isEqualTo(ExitCode.FORBIDDEN);
  }

  private RunResult run(Caller caller, String... arguments) {
    return run(server.remote(caller), arguments);
  }

  private RunResult run(Map<String, String> environment, String... arguments) {
    return server.run(environment, List.of(arguments));
  }

  private static Map<String, String> with(Map<String, String> environment, int width) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("COLUMNS", Integer.toString(width));
    all.put("FLOWFORGE_TERMINAL", "1");
    return all;
  }

  private Path file(String pipeline) throws IOException {
    Path file = Files.createTempFile(folder, "pipeline", ".json");
    return Files.writeString(
        file, pipeline.replace("%d", Integer.toString(server.world().orgId())));
  }
}
