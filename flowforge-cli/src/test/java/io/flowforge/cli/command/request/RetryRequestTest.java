package io.flowforge.cli.command.request;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.cli.CliServer;
import io.flowforge.cli.RunResult;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.testing.Pipelines;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The commands about the runs of a request. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RetryRequestTest {

  private CliServer server;

  @BeforeAll
  void start(@TempDir Path folder) {
    server = new CliServer(folder);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void retriesAndFollows() {
    ServiceRequest request = failed();

    RunResult result = run("request", "retry", request.id(), "--follow");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err())
        .contains("Retried service request " + request.id() + " from step 's2' (run 2).");
    assertThat(result.out()).contains("s2: Completed").endsWith("Completed\n");
  }

  @Test
  void retriesFromAnEarlierStep() {
    ServiceRequest request = failed();

    RunResult result = run("request", "retry", request.id(), "--from", "s1");

    assertThat(result.out())
        .isEqualTo("Retried service request " + request.id() + " from step 's1' (run 2)\n");
    server.world().await(request, RequestStatus.COMPLETED);
  }

  @Test
  void namesTheStepsThatArePossible() {
    ServiceRequest request = failed();

    RunResult unknown = run("request", "retry", request.id(), "--from", "s9");
    assertThat(unknown.exitCode()).isEqualTo(3);
    assertThat(unknown.err()).contains("the request can go on from 's1', 's2'");
    RunResult later = run("request", "retry", request.id(), "--from", "s3");
    assertThat(later.exitCode()).isEqualTo(5);
    RunResult nowhere = run("request", "retry", request.id(), "--pipeline", "0".repeat(24));
    assertThat(nowhere.exitCode()).isEqualTo(4);
  }

  @Test
  void runSaysHowToGoOnWithAFailedRequest() {
    ServiceRequest request = failed();

    assertThat(run("run", request.id()).out())
        .isEqualTo(
            "Service request %s has started before: Failed; flowforge request retry goes on with it\n"
                .formatted(request.id()));
  }

  @Test
  void showsTheHistoryOfAllRuns() {
    ServiceRequest request = failed();
    assertThat(run("request", "retry", request.id(), "--follow").exitCode()).isZero();

    RunResult history = run("request", "history", request.id());

    assertThat(history.exitCode()).as(history.err()).isZero();
    List<String> lines =
        history.out().lines().map(line -> line.replaceAll("\\d+\\.\\d s", "T s")).toList();
    assertThat(lines.getFirst()).matches("RUN {2}TIME {17}WHAT {7}STEP {2}TOOK {3}BY, OR WHY");
    assertThat(lines.stream().map(line -> line.replaceFirst("\\d{4}-\\S+ \\S+", "TIME")))
        .contains(
            "1    TIME  submitted               auth0|mike",
            "1    TIME  failed     s2    T s  Response status 500 Internal Server Error;"
                + " expected 2xx",
            "2    TIME  retried    s2    T s  auth0|mike");
    assertThat(run("request", "history", request.id(), "--limit", "2").out().lines()).hasSize(3);
    assertThat(run("request", "history", request.id(), "--output", "name").out())
        .startsWith("1\n2\n3\n4\n5\n");
    assertThat(run("request", "history", request.id(), "--limit", "0").exitCode()).isEqualTo(2);
  }

  @Test
  void showsTheLogsOfARun() {
    ServiceRequest request = failed();
    assertThat(run("request", "retry", request.id(), "--follow").exitCode()).isZero();

    assertThat(run("request", "logs", request.id(), "s2", "--run", "1").out())
        .contains("Response status 500");
    assertThat(run("request", "logs", request.id(), "--run", "2").out())
        .doesNotContain("Response status 500")
        .contains("run 2 begins with this step");
    assertThat(run("request", "logs", request.id(), "--run", "3").exitCode()).isEqualTo(4);
    assertThat(run("request", "logs", request.id(), "--run", "1", "-f").exitCode()).isEqualTo(2);
  }

  private RunResult run(String... arguments) {
    return server.run(server.remote(MEMBER), List.of(arguments));
  }

  private ServiceRequest failed() {
    String call = Pipelines.api(server.target().url());
    server.target().answerInTurn(200, 500);
    ServiceRequest request =
        server
            .world()
            .request(
                server.world().pipeline(Pipelines.chain(List.of(call, call, call))),
                "{\"who\": \"Mike\"}");
    server.core().requests().decisions().start(ADMIN, request.id());
    server.world().await(request, RequestStatus.FAILED);
    return request;
  }
}
