package io.flowforge.server.api;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.Client.Answer;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.World;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The retry of a request, its history and the logs of its runs, as clients see them. */
class RequestRunsTest {

  private final AcmeServer server = new AcmeServer();
  private final Client member = server.as(World.MEMBER);

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"from_step\": null}", "{\"unknown\": 1}"})
  void withoutAStepItGoesOnFromTheOneThatFailed(String body) {
    String id = failed();

    Answer answer = retry(id, body);

    assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
    assertThat(answer.json().path("run").asInt()).isEqualTo(2);
    assertThat(answer.json().path("from_step").asText()).isEqualTo("s2");
    assertThat(answer.json().path("pipeline_version").asInt()).isEqualTo(1);
    await(id, RequestStatus.COMPLETED);
  }

  @Test
  void aWrongStepIsRefusedWithTheStepsThatArePossible() {
    String id = failed();

    Answer unknown = retry(id, "{\"from_step\": \"s9\"}");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.message())
        .isEqualTo("from_step: there is no step 's9'; the request can go on from 's1', 's2'");
    Answer later = retry(id, "{\"from_step\": \"s3\"}");
    assertThat(later.status()).isEqualTo(409);
    assertThat(later.message()).endsWith("; the request can go on from 's1', 's2'");
    assertThat(retry(id, "{\"from_step\": 7}").status()).isEqualTo(400);
    assertThat(retry(id, "[]").status()).isEqualTo(400);
    assertThat(retry(id, "{\"pipeline_id\": \"no id\"}").status()).isEqualTo(404);
    assertThat(retry(id, "").status()).isEqualTo(200);
    await(id, RequestStatus.COMPLETED);
    assertThat(retry(id, "").status()).isEqualTo(409);
  }

  /** What the front end shows is the latest run, in the shapes that it knows. */
  @Test
  void stepsAndLogsShowTheLatestRun() {
    String id = failed();
    List<String> first = lines(id, "s2", "");
    var _ = retry(id, "");
    await(id, RequestStatus.COMPLETED);

    JsonNode steps = member.get(path(id, "/steps")).json();
    assertThat(steps.path("steps").path("s2").path("status").asText()).isEqualTo("Completed");
    assertThat(List.copyOf(fieldNames(steps.path("steps").path("s2"))))
        .containsExactly("name", "status", "updated_at", "updated_by", "next_step_name");
    assertThat(lines(id, "s2", "?run=1")).isEqualTo(first);
    assertThat(lines(id, "s2", "?run=2")).isEqualTo(lines(id, "s2", "")).isNotEqualTo(first);
    assertThat(lines(id, "s1", "")).isNotEmpty();
    assertThat(member.get(path(id, "/logs/s2?run=3")).status()).isEqualTo(404);
    assertThat(member.get(path(id, "/logs/s2?run=x")).status()).isEqualTo(400);
  }

  @Test
  void theHistoryIsReadInParts() {
    String id = failed();
    var _ = retry(id, "{\"from_step\": \"s1\"}");
    await(id, RequestStatus.COMPLETED);

    JsonNode all = member.get(path(id, "/history")).json();
    assertThat(all.path("run").asInt()).isEqualTo(2);
    List<String> names = new ArrayList<>();
    all.path("transitions").forEach(one -> names.add(one.path("transition").asText()));
    assertThat(names)
        .containsExactly(
            "CREATE", "START", "ADVANCE", "FAIL", "RESUME", "ADVANCE", "ADVANCE", "COMPLETE");
    JsonNode failure = all.path("transitions").path(3);
    assertThat(failure.path("reason").asText())
        .isEqualTo("Response status 500 Internal Server Error; expected 2xx");
    assertThat(failure.path("step_name").asText()).isEqualTo("s2");
    assertThat(failure.path("attempt").asInt()).isEqualTo(1);
    assertThat(failure.path("took_ms").isNumber()).isTrue();
    JsonNode part = member.get(path(id, "/history?page_size=2&before=5")).json();
    assertThat(part.path("transitions")).hasSize(2);
    assertThat(part.path("transitions").path(0).path("seq").asInt()).isEqualTo(3);
    assertThat(part.path("has_earlier").asBoolean()).isTrue();
    assertThat(part.path("has_later").asBoolean()).isTrue();
    for (String wrong : List.of("before=x", "before=1&after=2", "page_size=0", "after=1.5")) {
      assertThat(member.get(path(id, "/history?" + wrong)).status()).as(wrong).isEqualTo(400);
    }
  }

  @Test
  void aRequestOfADeletedOrganizationIsNotThere() {
    String id = failed();
    server
        .as(World.OWNER)
        .send("DELETE", "/api/organization", "{\"org_id\": %d}".formatted(server.acme.orgId()));

    assertThat(retry(id, "").status()).isEqualTo(404);
    assertThat(member.get(path(id, "/history")).status()).isEqualTo(404);
  }

  private Answer retry(String id, String body) {
    return member.send("PUT", path(id, "/retry"), body);
  }

  private List<String> lines(String id, String step, String query) {
    JsonNode log = member.get(path(id, "/logs/" + step + query)).json();
    assertThat(log.path("end_of_logs").asBoolean()).isTrue();
    List<String> lines = new ArrayList<>();
    log.path("logs").forEach(line -> lines.add(line.asText()));
    return lines;
  }

  private static List<String> fieldNames(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static String path(String id, String rest) {
    return "/api/service_request/" + id + rest;
  }

  private String failed() {
    String call = Pipelines.api(server.target.url());
    server.target.answerInTurn(200, 500);
    String id =
        server
            .acme
            .request(
                server.acme.pipeline(Pipelines.chain(List.of(call, call, call))),
                "{\"who\": \"Mike\"}")
            .id();
    assertThat(member.put(path(id, "/start")).status()).isEqualTo(200);
    await(id, RequestStatus.FAILED);
    return id;
  }

  private void await(String id, RequestStatus status) {
    var _ =
        eventually(
            () -> member.get(path(id, "")).json().path("service_request").path("status").asText(),
            status.label()::equals);
  }
}
