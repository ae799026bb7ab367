package io.flowforge.cli.command;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.Flowforge;
import io.flowforge.cli.RunResult;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.Target;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The command starts requests; a server on the same stores, here the core, executes them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunCommandTest {

  private final TestStores stores = new TestStores();
  private final Target target = new Target();
  private Flowforge server;
  private World world;

  @BeforeAll
  void startServer() {
    server = Flowforge.open(stores.settings(), InstantSource.system());
    world = new World(server);
    server.startWorkers();
  }

  @AfterAll
  void close() {
    server.close();
    target.close();
    stores.close();
  }

  @Test
  void followsARequestToItsEnd() {
    target.answerWith(200);
    ServiceRequest request = request(Pipelines.call(target.url()));
    RunResult result = run(request.id(), "--follow");

    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(result.out())
        .containsSubsequence(
            "Started service request " + request.id(),
            "[s1] ",
            "[INFO] Calling POST " + target.url(),
            "[INFO] Answered 200",
            "s1: Completed",
            "Service request " + request.id() + ": Completed");
    assertThat(result.out()).containsOnlyOnce("Answered 200");
  }

  @Test
  void tellsThatARequestFailed() {
    target.answerWith(500);
    RunResult result = run(request(Pipelines.call(target.url())).id(), "--follow");
    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.out()).contains("[ERROR] Answered 500", "s1: Failed");
  }

  @Test
  void tellsThatARequestWaits() {
    ServiceRequest request = request(Pipelines.chain(List.of(Pipelines.approval())));
    RunResult result = run(request.id(), "--follow");
    assertThat(result.exitCode()).isEqualTo(ExitCode.WAITING);
    assertThat(result.out()).contains("s1: Running", ": Pending");

    server.requests().decisions().approve(ADMIN, request.id());
    assertThat(world.await(request, RequestStatus.COMPLETED)).isNotNull();
  }

  @Test
  void startsWithoutWaiting() {
    ServiceRequest request = request(Pipelines.chain(List.of(Pipelines.approval())));
    assertThat(run(request.id()))
        .isEqualTo(
            new RunResult(ExitCode.OK, "Started service request " + request.id() + "\n", ""));
    world.await(request, RequestStatus.PENDING);
  }

  @Test
  void refusesWhatHasBeenStarted() {
    ServiceRequest request = request(Pipelines.chain(List.of(Pipelines.approval())));
    server.requests().decisions().start(MEMBER, request.id());
    RunResult result = run(request.id(), "--follow");
    assertThat(result.exitCode()).isEqualTo(ExitCode.CONFLICT);
    assertThat(result.err()).contains("cannot be started");
  }

  @Test
  void knowsNoSuchRequest() {
    RunResult result = run("65f000000000000000000000");
    assertThat(result.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(result.err()).contains("service request 65f000000000000000000000 not found");
  }

  @Test
  void namesASettingThatIsMissing() {
    RunResult result =
        RunResult.of(
            Map.of("POSTGRES_URI", stores.postgresUri()), Path.of(""), "run", "65f0", "--follow");
    assertThat(result.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(result.err()).contains("MONGO_URI").contains("not set");
  }

  private ServiceRequest request(String pipeline) {
    return world.request(world.pipeline(pipeline), "{\"who\": \"Mike\"}");
  }

  private RunResult run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "run";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return RunResult.of(stores.environment(), Path.of(""), all);
  }
}
