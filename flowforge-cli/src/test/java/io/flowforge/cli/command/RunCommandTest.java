package io.flowforge.cli.command;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.Flowforge;
import io.flowforge.cli.RunResult;
import io.flowforge.postgres.Tx;
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

    assertThat(result.err())
        .contains("Using the stores (POSTGRES_URI and MONGO_URI), as operator ")
        .endsWith("Started service request " + request.id() + ".\n");
    assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(result.out())
        .containsSubsequence(
            "s1: Running",
            "[s1] ",
            "[INFO] Calling POST " + target.url(),
            "[INFO] Response status 200",
            "s1: Completed",
            "Service request " + request.id() + ": Completed");
    assertThat(result.out()).containsOnlyOnce("Response status 200");
  }

  @Test
  void reportsAFailedRequest() {
    target.answerWith(500);
    RunResult result = run(request(Pipelines.call(target.url())).id(), "--follow");
    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.out()).contains("[ERROR] Response status 500", "s1: Failed");
  }

  @Test
  void reportsAWaitingRequest() {
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
    RunResult result = run(request.id(), "--quiet");
    assertThat(result)
        .isEqualTo(
            new RunResult(ExitCode.OK, "Started service request " + request.id() + "\n", ""));
    world.await(request, RequestStatus.PENDING);
  }

  @Test
  void attachesToARequestThatWasStarted() {
    ServiceRequest request = request(Pipelines.chain(List.of(Pipelines.approval())));
    server.requests().decisions().start(MEMBER, request.id());
    world.await(request, RequestStatus.PENDING);

    RunResult without = run(request.id());
    assertThat(without.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(without.out())
        .isEqualTo("Service request " + request.id() + " has started before: Pending\n");
    RunResult following = run(request.id(), "--follow");
    assertThat(following.exitCode()).isEqualTo(ExitCode.WAITING);
    assertThat(following.err()).contains("Attached to service request " + request.id());
  }

  @Test
  void tellsRejectedFromFailedAndCancelled() {
    ServiceRequest rejected = request(Pipelines.chain(List.of(Pipelines.approval())));
    ServiceRequest cancelled = request(Pipelines.chain(List.of(Pipelines.approval())));
    for (ServiceRequest request : List.of(rejected, cancelled)) {
      server.requests().decisions().start(MEMBER, request.id());
      world.await(request, RequestStatus.PENDING);
    }
    server.requests().decisions().reject(ADMIN, rejected.id(), "no");
    server.requests().decisions().cancel(ADMIN, cancelled.id());

    RunResult one = run(rejected.id(), "--follow");
    assertThat(one.exitCode()).isEqualTo(ExitCode.REJECTED);
    assertThat(one.out()).contains("Rejected by Ada", "s1: Rejected", ": Failed (rejected)");
    RunResult other = run(cancelled.id(), "--follow");
    assertThat(other.exitCode()).isEqualTo(ExitCode.CANCELLED);
    assertThat(other.out()).contains("s1: Cancelled", ": Cancelled");
  }

  @Test
  void leavesTheRequestWhenTheTimeoutPasses() {
    Runnable release = target.hold();
    ServiceRequest request = request(Pipelines.call(target.url()));

    RunResult result = run(request.id(), "--follow", "--timeout", "1s");

    assertThat(result.exitCode()).isEqualTo(ExitCode.TIMEOUT);
    assertThat(result.err())
        .contains("The timeout has passed.", "Service request " + request.id() + " goes on.");
    target.answerWith(200);
    release.run();
    assertThat(world.await(request, RequestStatus.COMPLETED)).isNotNull();
  }

  @Test
  void writesTheOperatorIntoTheHistory() {
    ServiceRequest request = request(Pipelines.chain(List.of(Pipelines.approval())));
    assertThat(run(request.id(), "--follow").exitCode()).isEqualTo(ExitCode.WAITING);
    String author = server.database().inTransaction(tx -> starter(tx, request));
    assertThat(author).isEqualTo("/" + System.getProperty("user.name"));
  }

  @Test
  void reportsAnUnknownRequest() {
    RunResult result = run("65f000000000000000000000");
    assertThat(result.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(result.err()).contains("service request 65f000000000000000000000 not found");
  }

  @Test
  void namesAMissingSetting() {
    RunResult result =
        RunResult.of(
            Map.of("POSTGRES_URI", stores.postgresUri()), Path.of(""), "run", "65f0", "--direct");
    assertThat(result.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(result.err()).contains("MONGO_URI").contains("not set");
  }

  private static String starter(Tx tx, ServiceRequest request) {
    return tx.find(
            """
            SELECT caused_by || '/' || operator AS author FROM request_transition
            WHERE request_id = ? AND transition = 'START'
            """,
            row -> row.text("author"),
            request.id())
        .orElseThrow();
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
