package io.flowforge.server;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.FlowforgeVersion;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.request.ServiceRequest;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.Client.Answer;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.World;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The probes, metrics and request ids that operators of a server see. */
class OperationsTest {

  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");

  private final AcmeServer server = new AcmeServer();
  private final Client nobody = server.operator();
  private final Client member = server.as(World.MEMBER);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aServerAtWorkIsAliveAndReady() {
    assertThat(nobody.get("/health/live").json().path("status").asText()).isEqualTo("up");

    // The first checks connect to the stores and to the issuer, which has a limit of time.
    Answer ready = eventually(() -> nobody.get("/health/ready"), answer -> answer.status() == 200);

    assertThat(ready.json().toString())
        .isEqualTo(
            """
            {"status":"up","checks":{"issuer":"up","mongo":"up","postgres":"up","queue":"up"}}""");
  }

  @Test
  void aServerWithoutItsStoresIsAliveButNotReady() {
    server.stores.close();

    Answer ready =
        eventually(
            () -> nobody.get("/health/ready"),
            answer -> answer.json().path("checks").path("postgres").asText().equals("up"));

    assertThat(ready.status()).isEqualTo(503);
    assertThat(ready.json().path("status").asText()).isEqualTo("down");
    assertThat(ready.json().path("checks").path("mongo").asText()).isEqualTo("down");
    assertThat(nobody.get("/health/live").status()).isEqualTo(200);
  }

  @Test
  void aServerThatTakesUpNoWorkIsNotReady() {
    server.core.close();

    JsonNode checks = nobody.get("/health/ready").json().path("checks");

    assertThat(checks.path("queue").asText()).isEqualTo("down");
    assertThat(checks.path("postgres").asText()).isEqualTo("down");
  }

  @Test
  void whatHappensIsCountedAndTimed() {
    run(Pipelines.call(server.target.url()));
    nobody.get("/api/login");
    nobody.get("/no/such/route");

    String metrics = metricsAfter("COMPLETE");

    String build =
        "flowforge_build_info{java=\"%s\",version=\"%s\"}"
            .formatted(Runtime.version(), FlowforgeVersion.current());
    assertThat(valueOf(metrics, build)).isOne();
    assertThat(valueOf(metrics, "flowforge_transitions_total{transition=\"START\"}")).isOne();
    assertThat(valueOf(metrics, "flowforge_transitions_total{transition=\"COMPLETE\"}")).isOne();
    String step = "{outcome=\"completed\",step_type=\"API\"}";
    assertThat(valueOf(metrics, "flowforge_step_duration_seconds_count" + step)).isOne();
    assertThat(valueOf(metrics, "flowforge_step_duration_seconds_sum" + step)).isPositive();
    assertThat(valueOf(metrics, answers("PUT", "/api/service_request/{id}/start", 200))).isOne();
    assertThat(valueOf(metrics, answers("GET", "none", 401))).isOne();
    assertThat(valueOf(metrics, answers("GET", "none", 404))).isOne();
    for (String gauge :
        List.of(
            "flowforge_queue_due",
            "flowforge_queue_later",
            "flowforge_queue_lag_seconds",
            "flowforge_requests_in_flight",
            "flowforge_step_connections")) {
      assertThat(valueOf(metrics, gauge)).as(gauge).isZero();
    }
    assertThat(valueOf(metrics, "hikaricp_connections_max{pool=\"flowforge\"}")).isEqualTo(16);
    assertThat(metrics).contains("mongodb_driver_pool_size{", "jvm_memory_used_bytes{");
    // Whatever clients invent, a label takes few values.
    assertThat(metrics).doesNotContain("no/such");
  }

  @Test
  void aStepThatFailsCountsAsFailed() {
    server.target.answerWith(500);

    server.acme.await(start(Pipelines.call(server.target.url())), RequestStatus.FAILED);

    String metrics = metricsAfter("FAIL");
    String count = "flowforge_step_duration_seconds_count";
    assertThat(valueOf(metrics, count + "{outcome=\"failed\",step_type=\"API\"}")).isOne();
    assertThat(metrics).doesNotContain("outcome=\"completed\"");
    assertThat(valueOf(metrics, "flowforge_transitions_total{transition=\"FAIL\"}")).isOne();
    assertThat(metrics).doesNotContain("transition=\"COMPLETE\"");
  }

  /** Both ways: what is documented is exported, and what is ours and exported is documented. */
  @Test
  void theDocumentedSeriesAreTheExportedOnes() throws IOException {
    run(Pipelines.call(server.target.url()));

    Map<String, Set<String>> exported = series(nobody.get("/metrics").response().body());
    Map<String, Set<String>> documented = documentedSeries();

    documented.forEach(
        (name, labels) -> {
          if (name.endsWith("*")) {
            String prefix = name.substring(0, name.length() - 1);
            assertThat(exported.keySet()).as(name).anyMatch(other -> other.startsWith(prefix));
          } else {
            assertThat(exported).as("documented").containsEntry(name, labels);
          }
        });
    assertThat(exported.keySet().stream().filter(name -> name.matches("(flowforge|http)_.*")))
        .as("exported")
        .isNotEmpty()
        .allSatisfy(name -> assertThat(documented).containsKey(name));
  }

  @Test
  void theQueueIsMeasuredWhileItIsFull() {
    Runnable release = server.target.hold();
    ServiceRequest request = start(Pipelines.call(server.target.url()));
    eventually(server.target::calls, calls -> !calls.isEmpty());
    server
        .core
        .database()
        .useTransaction(
            tx ->
                tx.update(
                    """
                    INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)
                    VALUES ('of-another-server', '1', now() - interval '90 seconds', FALSE, 1),
                           ('of-another-server', '2', now() + interval '90 seconds', FALSE, 1)
                    """));

    String metrics =
        eventually(
            () -> nobody.get("/metrics").response().body(),
            text -> valueOf(text, "flowforge_queue_due") == 1);

    assertThat(valueOf(metrics, "flowforge_queue_later")).isOne();
    assertThat(valueOf(metrics, "flowforge_queue_lag_seconds")).isBetween(90.0, 120.0);
    assertThat(valueOf(metrics, "flowforge_requests_in_flight")).isOne();
    release.run();
    server.acme.await(request, RequestStatus.COMPLETED);
  }

  @Test
  void theNameOfTheCallThatCausedAStepIsInItsLog() {
    ServiceRequest request =
        submit(Pipelines.chain(List.of(Pipelines.api(server.target.url()), Pipelines.approval())));
    String path = "/api/service_request/" + request.id();
    put(member, path + "/start", "call-of-mike");
    server.acme.await(request, RequestStatus.PENDING);
    put(server.as(World.ADMIN), path + "/approve", "call-of-ada");

    assertThat(member.get(path + "/logs/s1").json().path("logs").get(0).asText())
        .endsWith("[INFO] Request id call-of-mike");
    assertThat(member.get(path + "/logs/s2").json().path("logs").toString())
        .contains("Request id call-of-mike", "Approved by Ada", "Request id call-of-ada");
  }

  private static void put(Client client, String path, String requestId) {
    Answer answer =
        client.send(
            client
                .request(path)
                .header("X-Request-Id", requestId)
                .method("PUT", BodyPublishers.noBody()));
    assertThat(answer.header("X-Request-Id")).hasValue(requestId);
  }

  private void run(String pipeline) {
    server.acme.await(start(pipeline), RequestStatus.COMPLETED);
  }

  private ServiceRequest start(String pipeline) {
    ServiceRequest request = submit(pipeline);
    assertThat(member.put("/api/service_request/" + request.id() + "/start").status())
        .isEqualTo(200);
    return request;
  }

  private ServiceRequest submit(String json) {
    Pipeline pipeline = server.acme.pipeline(json);
    return server.acme.request(pipeline, "{\"who\": \"Mike\"}");
  }

  /** Waits until the last transition of the only request is counted, which is after its commit. */
  private String metricsAfter(String transition) {
    String counted = "\nflowforge_transitions_total{transition=\"%s\"} ".formatted(transition);
    return eventually(
        () -> nobody.get("/metrics").response().body(),
        text -> text.contains("\nflowforge_requests_in_flight 0.0\n") && text.contains(counted));
  }

  private static String answers(String method, String route, int status) {
    return "http_server_requests_seconds_count{method=\"%s\",route=\"%s\",status=\"%d\"}"
        .formatted(method, route, status);
  }

  private static double valueOf(String metrics, String series) {
    Matcher line =
        Pattern.compile("^" + Pattern.quote(series) + " (\\S+)$", Pattern.MULTILINE)
            .matcher(metrics);
    assertThat(line.find()).as(series + " in\n" + metrics).isTrue();
    return Double.parseDouble(line.group(1));
  }

  /** The names of the labels by series; a histogram and a summary are one series. */
  private static Map<String, Set<String>> series(String metrics) {
    Map<String, Set<String>> labels = new TreeMap<>();
    metrics
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              String name = line.replaceAll("[{ ].*", "");
              Set<String> found =
                  labels.computeIfAbsent(
                      name.replaceFirst("(_seconds)_(bucket|count|sum|max)$", "$1"),
                      _ -> new TreeSet<>());
              String inBraces = line.contains("{") ? line.substring(0, line.lastIndexOf('}')) : "";
              LABEL
                  .matcher(inBraces)
                  .results()
                  .map(match -> match.group(1))
                  .filter(label -> !label.equals("le"))
                  .forEach(found::add);
            });
    return labels;
  }

  /** The first column of the table of series: {@code name{label,label}}, {@code name*}. */
  private static Map<String, Set<String>> documentedSeries() throws IOException {
    String document = Files.readString(Path.of("../docs/operations.md"));
    Map<String, Set<String>> labels = new TreeMap<>();
    document
        .lines()
        .dropWhile(line -> !line.equals("| series | meaning |"))
        .takeWhile(line -> line.startsWith("|"))
        .flatMap(row -> Pattern.compile("`([^`]+)`").matcher(row.split("\\|", -1)[1]).results())
        .map(match -> match.group(1).split("[{}]"))
        .forEach(
            parts ->
                labels.put(
                    parts[0],
                    parts.length == 1 ? Set.of() : new TreeSet<>(List.of(parts[1].split(",")))));
    assertThat(labels).isNotEmpty();
    return labels;
  }
}
