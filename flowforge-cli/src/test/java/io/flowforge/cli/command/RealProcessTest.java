package io.flowforge.cli.command;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.flowforge.cli.CliServer;
import io.flowforge.cli.RunResult;
import io.flowforge.cli.SeparateProcess;
import io.flowforge.json.Json;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.FreePort;
import io.flowforge.testing.Pipelines;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands as scripts see them: exit codes, the two outputs, signals, and closed pipes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealProcessTest {

  private Path directory;
  private CliServer server;
  private ServiceRequest completed;
  private ServiceRequest waiting;

  @BeforeAll
  void start(@TempDir Path folder) {
    directory = folder;
    server = new CliServer(directory);
    server.target().answerWith(200);
    completed = started(Pipelines.call(server.target().url()), RequestStatus.COMPLETED);
    waiting = started(Pipelines.chain(List.of(Pipelines.approval())), RequestStatus.PENDING);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "whoami, 0",
    "org list, 0",
    "org members Acme, 0",
    "user list, 0",
    "pipeline list, 0",
    "request list --all, 0",
    "request get COMPLETED, 0",
    "request steps COMPLETED, 0",
    "request logs COMPLETED, 0",
    "request wait COMPLETED, 0",
    "request wait WAITING, 8",
    "run COMPLETED --follow, 0",
    "run WAITING, 0",
    "run WAITING --follow, 8",
    "request start COMPLETED, 5",
    "request get 65f000000000000000000000, 4",
    "org add Acme Sam --role Owner, 3",
    "org remove Acme Ada, 6",
    "request get, 2"
  })
  void printsJsonAndNothingElse(String line, int exitCode) throws IOException {
    String[] arguments =
        (line + " --output json")
            .replace("COMPLETED", completed.id())
            .replace("WAITING", waiting.id())
            .split(" ", -1);
    RunResult result = SeparateProcess.run(server.remote(ADMIN), directory, arguments);

    assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
    boolean hasResult = exitCode == 0 || exitCode >= 8;
    assertThat(result.out().isEmpty()).isNotEqualTo(hasResult);
    if (hasResult) {
      assertThat(Json.mapper().readTree(result.out()).isContainerNode()).isTrue();
    } else if (exitCode != 2) {
      assertThat(result.err().lines()).anyMatch(said -> said.startsWith("flowforge: "));
    }
    assertThat(result.err()).doesNotContain("level=", "Exception", "\tat ");
  }

  @Test
  void theStoresPrintNoLogLines() {
    RunResult result =
        SeparateProcess.run(server.direct(), directory, "run", completed.id(), "--follow");
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).endsWith(": Completed\n");
    assertThat(result.err().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).matches("(Using the stores|Attached to) .*"));
  }

  @Test
  void aServerThatIsDownHasACodeOfItsOwn() {
    Map<String, String> environment = new HashMap<>(server.remote(ADMIN));
    environment.put("FLOWFORGE_SERVER", "http://127.0.0.1:" + FreePort.find());
    RunResult result = SeparateProcess.run(environment, directory, "whoami");
    assertThat(result.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(result.err()).contains("cannot reach the server at", "refused");
  }

  @Test
  void aReaderWhoHasEnoughDoesNotHarmTheRequest() throws IOException {
    Runnable release = server.target().hold();
    ServiceRequest request = fresh(Pipelines.call(server.target().url()));
    Path err = directory.resolve("pipe.err");
    Process process =
        SeparateProcess.builder(
                server.remote(ADMIN), directory, "run", request.id(), "--follow", "--quiet")
            .startWithErrorsIn(err);
    try (BufferedReader reader = process.inputReader()) {
      assertThat(reader.readLine()).isEqualTo("s1: Running");
    }
    release.run();

    assertThat(process.onExit().join().exitValue()).isEqualTo(ExitCode.PIPE_CLOSED);
    assertThat(SeparateProcess.text(err))
        .contains("Service request " + request.id() + " goes on.")
        .doesNotContain("Exception");
    assertThat(server.world().await(request, RequestStatus.COMPLETED)).isNotNull();
  }

  @Test
  void aFullDiskIsAnError() {
    assumeThat(Path.of("/dev/full")).exists();
    Path err = directory.resolve("full.err");
    var prepared = SeparateProcess.builder(server.remote(ADMIN), directory, "user", "list");
    prepared.builder().redirectOutput(Path.of("/dev/full").toFile());
    Process process = prepared.startWithErrorsIn(err);

    assertThat(process.onExit().join().exitValue()).isEqualTo(ExitCode.FAILED);
    assertThat(SeparateProcess.text(err))
        .contains("cannot write to standard output: No space left on device");
  }

  @Test
  void anInterruptEndsAtOnceAndTheRequestGoesOn() throws IOException {
    Runnable release = server.target().hold();
    ServiceRequest request = fresh(Pipelines.call(server.target().url()));
    Path err = directory.resolve("interrupt.err");
    Process process =
        SeparateProcess.builder(
                server.remote(ADMIN), directory, "run", request.id(), "--follow", "--quiet")
            .startWithErrorsIn(err);
    assertThat(process.inputReader().readLine()).isEqualTo("s1: Running");

    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().onExit().join();

    assertThat(process.onExit().join().exitValue()).isEqualTo(130);
    assertThat(SeparateProcess.text(err))
        .contains(
            "Service request %s goes on. To follow it again: flowforge run %s --follow"
                .formatted(request.id(), request.id()));
    release.run();
    assertThat(server.world().await(request, RequestStatus.COMPLETED)).isNotNull();
  }

  @Test
  void theHelpOfACommandSurvivesAClosedPipe() throws IOException {
    Path err = directory.resolve("help.err");
    Process process =
        SeparateProcess.builder(Map.of(), directory, "run", "--help").startWithErrorsIn(err);
    process.getInputStream().close();
    int exitCode = process.onExit().join().exitValue();
    // The process may have written everything before the pipe was closed.
    assertThat(exitCode).isIn(ExitCode.OK, ExitCode.PIPE_CLOSED);
    assertThat(SeparateProcess.text(err)).isEmpty();
  }

  private ServiceRequest fresh(String pipeline) {
    return server.world().request(server.world().pipeline(pipeline), "{\"who\": \"Mike\"}");
  }

  private ServiceRequest started(String pipeline, RequestStatus until) {
    ServiceRequest request = fresh(pipeline);
    server.core().requests().decisions().start(MEMBER, request.id());
    server.world().await(request, until);
    return request;
  }
}
