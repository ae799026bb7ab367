package io.flowforge.server.api;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static io.flowforge.testing.World.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.identity.Caller;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.Client.Answer;
import io.flowforge.testing.Pipelines;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Versions, copies and idempotency keys over HTTP, as clients see them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VersionsTest {

  private static final String SECRET =
      Pipelines.chain(
          List.of(
              """
              "step_type": "API", "parameters": {"method": "POST", "url": "http://h/", "headers": {"X-Api-Key": "hush"}}\
              """));

  private final AcmeServer server = new AcmeServer();
  private final String json = Pipelines.chain(List.of(Pipelines.approval()));

  @AfterAll
  void close() {
    server.close();
  }

  /** The front end knows these members, in every answer about the newest version. */
  @Test
  void theShapesThatClientsKnowAreUnchanged() {
    Pipeline one = server.acme.pipeline(json);
    Pipeline two = server.acme.revised(one, json);

    for (JsonNode pipeline :
        List.of(
            server.as(ADMIN).post("/api/pipeline", body(json)).json(),
            server.as(MEMBER).get("/api/pipeline/" + two.id()).json(),
            listed(MEMBER, two.id()))) {
      assertThat(pipeline.fieldNames())
          .toIterable()
          .containsExactlyInAnyOrder(
              "id",
              "user_id",
              "org_id",
              "pipeline_name",
              "pipeline_description",
              "version",
              "prev_version_id",
              "first_step_name",
              "steps",
              "created_on",
              "form");
    }
  }

  /** What the front end does: it shows a pipeline of the list, and sends the id that it shows. */
  @Test
  void aFrontEndThatShowsAnOldFormIsToldSo() {
    Pipeline one = server.acme.pipeline(json);
    String submission =
        "{\"pipeline_id\": \"%s\", \"org_id\": %d, \"form_data\": {}, \"pipeline_version\": 1}"
            .formatted(one.id(), server.acme.orgId());
    assertThat(server.as(MEMBER).post("/api/service_request", submission).status()).isEqualTo(201);

    Pipeline two = server.acme.revised(one, json);

    Answer answer = server.as(MEMBER).post("/api/service_request", submission);
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.message()).contains(two.id());
    Answer without =
        server
            .as(MEMBER)
            .post("/api/service_request", submission.replace(", \"pipeline_version\": 1", ""));
    assertThat(without.status()).isEqualTo(201);
    assertThat(without.json().path("pipeline_id").asText()).isEqualTo(two.id());
    assertThat(without.json().path("pipeline_version").asInt()).isEqualTo(2);
  }

  @Test
  void aVersionNeedsTheOneThatWasChanged() {
    Pipeline one = server.acme.pipeline(json);
    String path = "/api/pipeline/" + one.id() + "/versions";
    assertThat(server.as(ADMIN).post(path, body(json)).message())
        .isEqualTo("missing required field: 'expected_version'");
    Answer made = server.as(ADMIN).post(path, versioned(json, 1));
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().path("prev_version_id").asText()).isEqualTo(one.id());
    assertThat(server.as(ADMIN).post(path, versioned(json, 1)).status()).isEqualTo(409);
  }

  @Test
  void aDiffShowsSecretsToAdminsOnly() {
    Pipeline one = server.acme.pipeline(SECRET);
    Pipeline two =
        server.acme.revised(
            one,
            SECRET
                .replace("hush", "hiss")
                .replace("POST", "PUT")
                .replace("\"who\"", "\"whom\"")
                .replace("\"Why\"", "\"Why?\"")
                .replace("\"p\"", "\"q\""));
    String path = "/api/pipeline/%s/diff".formatted(one.id());

    JsonNode seen = server.as(ADMIN).get(path).json();
    assertThat(seen.path("from").path("version").asInt()).isEqualTo(1);
    assertThat(seen.path("to").path("id").asText()).isEqualTo(two.id());
    assertThat(seen.path("members").toString())
        .isEqualTo("[{\"member\":\"pipeline_name\",\"from\":\"p\",\"to\":\"q\"}]");
    assertThat(seen.path("steps").toString())
        .isEqualTo(
            "{\"added\":[],\"removed\":[],\"changed\":[{\"name\":\"s1\",\"members\":["
                + "{\"member\":\"parameters.method\",\"from\":\"POST\",\"to\":\"PUT\"},"
                + "{\"member\":\"parameters.headers\",\"from\":{\"X-Api-Key\":\"hush\"},\"to\":{\"X-Api-Key\":\"hiss\"}}"
                + "]}]}");
    assertThat(seen.path("fields").path("added").toString()).isEqualTo("[\"whom\"]");
    assertThat(seen.path("fields").path("removed").toString()).isEqualTo("[\"who\"]");
    assertThat(seen.path("fields").path("changed").toString())
        .isEqualTo(
            "[{\"name\":\"why\",\"members\":[{\"member\":\"title\",\"from\":\"Why\",\"to\":\"Why?\"}]}]");

    String masked = server.as(MEMBER).get(path + "?to=" + two.id()).json().toString();
    assertThat(masked).contains("parameters.method").doesNotContain("hush").doesNotContain("hiss");
    JsonNode same = server.as(MEMBER).get(path + "?to=" + one.id()).json();
    assertThat(same.path("steps").path("changed")).isEmpty();
    assertThat(server.as(STRANGER).get(path).status()).isEqualTo(404);
  }

  @Test
  void archivedPipelinesAreListedOnRequestOnly() {
    Pipeline one = server.acme.pipeline(json);
    assertThat(server.as(ADMIN).send("DELETE", "/api/pipeline/" + one.id(), "").status())
        .isEqualTo(200);
    assertThat(listed(MEMBER, one.id()).isMissingNode()).isTrue();
    JsonNode all =
        server
            .as(MEMBER)
            .get("/api/pipeline?all_versions=true&org_id=" + server.acme.orgId())
            .json();
    assertThat(all.findValuesAsText("id")).contains(one.id());
    assertThat(server.as(MEMBER).get("/api/pipeline/" + one.id()).json().has("archived_on"))
        .isTrue();
    assertThat(
            server
                .as(MEMBER)
                .get("/api/pipeline?all_versions=yes&org_id=" + server.acme.orgId())
                .status())
        .isEqualTo(400);
    assertThat(server.as(ADMIN).put("/api/pipeline/" + one.id() + "/restore").status())
        .isEqualTo(200);
    assertThat(listed(MEMBER, one.id()).isMissingNode()).isFalse();
  }

  @Test
  void aCopyIsCheckedAgainstTheNewestVersion() {
    Pipeline one = server.acme.pipeline(json);
    String id = server.acme.request(one, "{\"who\": \"Mike\", \"why\": \"so\"}").id();

    Answer copy = copyOf(MEMBER, "{\"from\": \"%s\"}".formatted(id));
    assertThat(copy.status()).isEqualTo(201);
    assertThat(copy.json().path("id").asText()).isNotEqualTo(id);
    assertThat(copy.json().path("form_data").toString())
        .isEqualTo("{\"who\":\"Mike\",\"why\":\"so\"}");

    // An Admin may read it, so an Admin may copy it, and is the requester of the copy then.
    Answer ofAdmin = copyOf(ADMIN, "{\"from\": \"%s\", \"remarks\": \"again\"}".formatted(id));
    assertThat(ofAdmin.json().path("user_id").asText()).isEqualTo(ADMIN.userId());
    assertThat(ofAdmin.json().path("remarks").asText()).isEqualTo("again");
    assertThat(copyOf(STRANGER, "{\"from\": \"%s\"}".formatted(id)).status()).isEqualTo(404);
    assertThat(
            copyOf(MEMBER, "{\"from\": \"%s\"}".formatted(ofAdmin.json().path("id").asText()))
                .status())
        .isEqualTo(403);

    server.acme.revised(one, json.replace("\"who\"", "\"whom\"").replace("\"why\"", "\"when\""));
    Answer refused = copyOf(MEMBER, "{\"from\": \"%s\"}".formatted(id));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("details")).hasSize(2);
  }

  @Test
  void aCopyNamesNothingElse() {
    String id = server.acme.request(server.acme.pipeline(json), "{}").id();
    for (String other :
        List.of("\"pipeline_id\": \"x\"", "\"form_data\": {}", "\"org_id\": 4711")) {
      Answer answer = copyOf(MEMBER, "{\"from\": \"%s\", %s}".formatted(id, other));
      assertThat(answer.status()).as(other).isEqualTo(400);
    }
    assertThat(copyOf(MEMBER, "{\"from\": \"nothing\"}").status()).isEqualTo(404);
  }

  @Test
  void aSubmissionWithTheSameKeyIsTheSameRequest() {
    Pipeline one = server.acme.pipeline(json);
    String submission =
        "{\"pipeline_id\": \"%s\", \"org_id\": %d, \"form_data\": {\"who\": \"Mike\", \"why\": \"so\"}}"
            .formatted(one.id(), server.acme.orgId());
    String reordered =
        "{\"form_data\": {\"why\": \"so\", \"who\": \"Mike\"}, \"org_id\": %d, \"pipeline_id\": \"%s\"}"
            .formatted(server.acme.orgId(), one.id());
    Answer first = withKey("k1", submission);
    assertThat(first.status()).isEqualTo(201);
    for (String again : List.of(submission, reordered)) {
      Answer second = withKey("k1", again);
      assertThat(second.status()).isEqualTo(200);
      assertThat(second.json()).isEqualTo(first.json());
    }
    assertThat(withKey("k1", submission.replace("so", "no")).status()).isEqualTo(409);
    assertThat(withKey("a b", submission).status()).isEqualTo(400);
    assertThat(withKey("x".repeat(201), submission).status()).isEqualTo(400);
    String copy = "{\"from\": \"%s\"}".formatted(first.json().path("id").asText());
    Answer copied = withKey("k2", copy);
    assertThat(copied.status()).isEqualTo(201);
    assertThat(withKey("k2", copy).json()).isEqualTo(copied.json());
  }

  private Answer withKey(String key, String body) {
    return server
        .as(MEMBER)
        .send(
            server
                .as(MEMBER)
                .request("/api/service_request")
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
  }

  private Answer copyOf(Caller caller, String body) {
    return server.as(caller).post("/api/service_request", body);
  }

  private JsonNode listed(Caller caller, String id) {
    JsonNode list = server.as(caller).get("/api/pipeline?org_id=" + server.acme.orgId()).json();
    return list.valueStream()
        .filter(pipeline -> pipeline.path("id").asText().equals(id))
        .findFirst()
        .orElse(list.path("none"));
  }

  private String body(String pipeline) {
    return pipeline.replace("%d", Integer.toString(server.acme.orgId()));
  }

  private String versioned(String pipeline, int expected) {
    return body(pipeline).replaceFirst("\\{", "{\"expected_version\": %d, ".formatted(expected));
  }
}
