package io.flowforge.server.api;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.identity.Caller;
import io.flowforge.organization.Membership;
import io.flowforge.organization.Role;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.Client.Answer;
import io.flowforge.server.testing.RawConnection;
import io.flowforge.testing.Target;
import io.flowforge.testing.World;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The main job of Flowforge, from the pipeline to the completed request, over HTTP only. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MainJobTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ISO_TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z";

  private final AcmeServer server = new AcmeServer();
  private final int orgId = server.acme.orgId();
  private final Client admin = server.as(World.ADMIN);
  private final Client member = server.as(World.MEMBER);
  private final Client stranger = server.as(World.STRANGER);

  @AfterAll
  void close() {
    server.close();
  }

  @BeforeEach
  void forgetCalls() {
    server.target.calls().clear();
  }

  @Test
  void aRequestRunsToItsApprovalAndOnToItsEnd() {
    String pipeline = createPipeline();
    String id = submit(pipeline);

    assertThat(member.put(request(id) + "/start").response().body()).isEqualTo("null");
    awaitStatus(id, "Pending");

    JsonNode steps = member.get(request(id) + "/steps").json();
    assertThat(steps.path("service_request_id").asText()).isEqualTo(id);
    assertThat(steps.path("pipeline_id").asText()).isEqualTo(pipeline);
    assertThat(steps.path("pipeline_version").isInt()).isTrue();
    assertThat(steps.path("first_step_name").asText()).isEqualTo("create [repo] 100%");
    assertThat(steps.path("steps").properties().stream().map(step -> step.getKey()).toList())
        .containsExactly("create [repo] 100%", "approval", "invite; user+team");
    JsonNode approval = steps.path("steps").path("approval");
    assertThat(approval.path("name").asText()).isEqualTo("approval");
    assertThat(approval.path("status").asText()).isEqualTo("Running");
    assertThat(approval.path("next_step_name").asText()).isEqualTo("invite; user+team");
    assertThat(approval.path("updated_at").asText()).matches(ISO_TIME);
    JsonNode last = steps.path("steps").path("invite; user+team");
    assertThat(last.path("status").asText()).isEqualTo("Not Started");
    assertThat(last.path("next_step_name").textValue()).isEmpty();

    assertThat(member.put(request(id) + "/approve").status()).as("by a member").isEqualTo(403);
    assertThat(admin.put(request(id) + "/approve").response().body()).isEqualTo("null");
    awaitStatus(id, "Completed");

    assertThat(server.target.calls()).hasSize(2);
    Target.Call first = server.target.calls().getFirst();
    assertThat(first.method()).isEqualTo("POST");
    assertThat(first.uri()).isEqualTo("/call?name=my%20repo%26x%3D1");
    assertThat(first.body()).isEqualTo("{\"repo\":\"my repo&x=1\",\"teams\":[\"a\",\"b\"]}");
    assertThat(server.target.calls().get(1).body()).isEqualTo("{\"kind\":\"private\"}");
  }

  @Test
  void theLogOfAStepGrowsAndIsThenWhole() {
    String id = submit(createPipeline());
    JsonNode none = rawLog(id, "create%20[repo]%20100%");
    assertThat(none.path("logs").isArray()).isTrue();
    assertThat(none.path("logs")).isEmpty();
    assertThat(none.path("end_of_logs").booleanValue()).isFalse();
    assertThat(none.path("next_offset").intValue()).isZero();

    Runnable release = server.target.hold();
    member.put(request(id) + "/start");
    JsonNode running =
        eventually(
            () -> rawLog(id, "create%20[repo]%20100%"), page -> !page.path("logs").isEmpty());
    assertThat(running.path("end_of_logs").booleanValue()).isFalse();
    int lines = running.path("logs").size();
    assertThat(running.path("next_offset").intValue()).isEqualTo(lines);
    assertThat(running.path("logs").path(0).asText())
        .matches("\\[create \\[repo] 100%] \\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d \\[INFO] .+");

    release.run();
    awaitStatus(id, "Pending");
    JsonNode whole = rawLog(id, "create%20[repo]%20100%?offset=" + lines);
    assertThat(whole.path("step_name").asText()).isEqualTo("create [repo] 100%");
    assertThat(whole.path("end_of_logs").booleanValue()).isTrue();
    assertThat(whole.path("next_offset").intValue()).isEqualTo(-1);
    assertThat(whole.path("logs").size()).isGreaterThanOrEqualTo(lines);
    assertThat(rawLog(id, "invite;%20user+team").path("logs")).isEmpty();
    assertThat(member.get(request(id) + "/logs/nothing").status()).isEqualTo(404);
    assertThat(stranger.get(request(id) + "/logs/approval").status()).isEqualTo(404);
  }

  @Test
  void aRejectionEndsTheRequestAndSaysWhy() {
    String id = submit(createPipeline());
    member.put(request(id) + "/start");
    awaitStatus(id, "Pending");

    assertThat(member.send("PUT", request(id) + "/reject", "{}").status()).isEqualTo(403);
    Answer answer =
        admin.send("PUT", request(id) + "/reject", "{\"remarks\":\"too big\\nask again\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.response().body()).isEqualTo("null");
    assertThat(status(id)).isEqualTo("Failed");
    JsonNode log = rawLog(id, "approval");
    assertThat(log.path("end_of_logs").booleanValue()).isTrue();
    assertThat(log.path("logs").toString())
        .contains("Rejected by Ada", "Remarks by admin:", "too big", "ask again");
    assertThat(server.target.calls()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"remarks\":null}", "{\"remarks\":\"\"}"})
  void remarksMayBeLeftOut(String body) {
    String id = submit(createPipeline());
    member.put(request(id) + "/start");
    awaitStatus(id, "Pending");

    assertThat(admin.send("PUT", request(id) + "/reject", body).status()).isEqualTo(200);
    assertThat(status(id)).isEqualTo("Failed");
  }

  @Test
  void whatCannotHappenNowIsAConflict() {
    String id = submit(createPipeline());
    assertThat(admin.put(request(id) + "/approve").status()).isEqualTo(409);
    assertThat(member.put(request(id) + "/start").status()).isEqualTo(200);
    assertThat(member.put(request(id) + "/start").status()).isEqualTo(409);
    assertThat(member.put(request(id) + "/cancel").status()).isEqualTo(200);
    assertThat(status(id)).isEqualTo("Cancelled");

    Answer again = member.put(request(id) + "/cancel");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.message()).contains("Cancelled");
    assertThat(admin.send("PUT", request(id) + "/reject", "{}").status()).isEqualTo(409);
  }

  @Test
  void listsArePagedAndFiltered() {
    String pipeline = createPipeline();
    List<String> ids = List.of(submit(pipeline), submit(pipeline), submit(pipeline));
    member.put(request(ids.getFirst()) + "/cancel");
    String list = "/api/service_request?org_id=" + orgId;

    JsonNode page = member.get(list + "&page=1&page_size=2").json();
    assertThat(page.path("data")).hasSize(2);
    assertThat(page.path("data").path(0).path("id").asText()).isEqualTo(ids.get(2));
    assertThat(page.path("metadata").path("total_count").intValue()).isGreaterThanOrEqualTo(3);
    assertThat(
            member
                .get(list + "&page_size=1&status=Cancelled")
                .json()
                .path("data")
                .path(0)
                .path("status")
                .asText())
        .isEqualTo("Cancelled");
    assertThat(member.get(list + "&page_size=1&status=Not+Started,Running").json().path("data"))
        .hasSize(1);
    assertThat(member.get(list + "&page=9999").json().path("data").toString()).isEqualTo("[]");

    assertThat(admin.get("/api/service_request?org_id=" + orgId).json().path("data").toString())
        .as("her own")
        .isEqualTo("[]");
    assertThat(admin.get("/api/service_request/admin?org_id=" + orgId).json().path("data"))
        .isNotEmpty();
    assertThat(member.get("/api/service_request/admin?org_id=" + orgId).status()).isEqualTo(403);
    assertThat(stranger.get(list).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/service_request, org_id",
    "/api/service_request?org_id=, org_id",
    "/api/service_request?org_id=x, org_id",
    "/api/service_request?org_id=1.5, org_id",
    "/api/service_request?org_id=99999999999, org_id",
    "/api/service_request?org_id=1&page=0, page",
    "/api/service_request?org_id=1&page=x, page",
    "/api/service_request?org_id=1&page_size=0, page_size",
    "/api/service_request?org_id=1&page_size=2&page_size=3, different values",
    "/api/service_request?org_id=1&org_id=2, org_id",
    "/api/service_request?org_id=1&status=%ED%A0%80, status",
    "/api/service_request?org_id=1&page_size=-1, page_size",
    "/api/service_request?org_id=1&status=Sleeping, status",
    "/api/service_request/admin?org_id=x, org_id",
    "/api/service_request/abc/logs/s?offset=x, offset",
    "/api/service_request/abc/logs/s?offset=-1, offset",
    "/api/pipeline, org_id",
  })
  void anOddParameterIsNamed(String path, String parameter) {
    Answer answer = member.get(path);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).contains(parameter);
  }

  @Test
  void aCallerWhoIsNotAMemberSeesNothing() {
    String pipeline = createPipeline();
    String id = submit(pipeline);
    Client other = server.as(adminOfAnotherOrganization());

    for (Client outsider : List.of(stranger, other)) {
      assertThat(outsider.get(request(id)).status()).isEqualTo(404);
      assertThat(outsider.get(request(id) + "/steps").status()).isEqualTo(404);
      for (String action : List.of("start", "cancel", "approve", "reject")) {
        Answer answer = outsider.put(request(id) + "/" + action);
        assertThat(answer.status()).as(action).isEqualTo(404);
      }
      assertThat(outsider.get("/api/pipeline/" + pipeline + "?org_id=" + orgId).status())
          .isEqualTo(404);
      assertThat(outsider.get("/api/pipeline?org_id=" + orgId).status()).isEqualTo(403);
      assertThat(outsider.post("/api/service_request", submission(pipeline)).status())
          .isEqualTo(403);
      assertThat(outsider.post("/api/pipeline", pipelineJson()).status()).isEqualTo(403);
    }
    assertThat(member.post("/api/pipeline", pipelineJson()).status()).isEqualTo(403);
    assertThat(status(id)).isEqualTo("Not Started");
  }

  @Test
  void aRequestIsShownWithAllThatBelongsToIt() {
    String pipeline = createPipeline();
    Answer created = member.post("/api/service_request", submission(pipeline));

    assertThat(created.status()).isEqualTo(201);
    JsonNode request = created.json();
    assertThat(request.properties().stream().map(field -> field.getKey()).toList())
        .containsExactlyInAnyOrder(
            "id",
            "user_id",
            "org_id",
            "pipeline_id",
            "pipeline_name",
            "pipeline_version",
            "status",
            "created_on",
            "last_updated",
            "remarks",
            "form_data");
    assertThat(request.path("id").asText()).matches("[0-9a-f]{24}");
    assertThat(request.path("user_id").asText()).isEqualTo("auth0|mike");
    assertThat(request.path("org_id").isInt()).isTrue();
    assertThat(request.path("status").asText()).isEqualTo("Not Started");
    assertThat(request.path("created_on").asText()).matches(ISO_TIME);
    assertThat(request.path("last_updated").asText()).matches(ISO_TIME);
    assertThat(request.path("remarks").asText()).isEqualTo("please");

    JsonNode details = admin.get(request(request.path("id").asText())).json();
    assertThat(details.path("service_request").path("last_updated").asText()).matches(ISO_TIME);
    assertThat(details.path("service_request")).isEqualTo(request);
    assertThat(details.path("first_step_name").asText()).isEqualTo("create [repo] 100%");
    assertThat(details.path("steps").path("approval").path("status").asText())
        .isEqualTo("Not Started");
    assertThat(details.path("steps").path("approval").path("updated_by").asText())
        .isEqualTo("auth0|mike");
    assertThat(details.path("pipeline").path("name").asText()).isEqualTo("New repository");
    assertThat(details.path("pipeline").path("form").path("fields")).hasSize(3);
  }

  @Test
  void aRequesterChangesARequestUntilItStarts() {
    String id = submit(createPipeline());
    String change =
        "{\"form_data\":{\"repo\":\"other\",\"kind\":\"public\"},\"remarks\":\"sorry\"}";

    Answer answer = member.send("PATCH", request(id), change);

    assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
    JsonNode changed = member.get(request(id)).json().path("service_request");
    assertThat(changed).isEqualTo(answer.json());
    assertThat(changed.path("form_data").toString())
        .isEqualTo("{\"repo\":\"other\",\"kind\":\"public\"}");
    assertThat(changed.path("remarks").asText()).isEqualTo("sorry");
    assertThat(changed.path("last_updated").asText()).matches(ISO_TIME);

    for (String nothing : List.of("{}", "{\"form_data\":null,\"remarks\":null}")) {
      assertThat(member.send("PATCH", request(id), nothing).status()).isEqualTo(200);
    }
    Answer invalid = member.send("PATCH", request(id), "{\"form_data\":{\"kind\":\"x\"}}");
    assertThat(invalid.status()).isEqualTo(400);
    assertThat(invalid.json().path("details")).hasSize(2);
    assertThat(admin.send("PATCH", request(id), change).status()).isEqualTo(403);
    assertThat(stranger.send("PATCH", request(id), change).status()).isEqualTo(404);
    assertThat(member.get(request(id)).json().path("service_request").path("form_data"))
        .isEqualTo(changed.path("form_data"));

    member.put(request(id) + "/start");
    Answer late = member.send("PATCH", request(id), "{\"remarks\":\"late\"}");
    assertThat(late.status()).isEqualTo(409);
    awaitStatus(id, "Pending");
    assertThat(server.target.calls().getFirst().body()).contains("\"repo\":\"other\"");
  }

  @Test
  void formDataThatDoesNotFitIsToldInDetail() {
    String pipeline = createPipeline();

    Answer answer =
        member.post(
            "/api/service_request",
            """
            {"org_id": %d, "pipeline_id": "%s",
             "form_data": {"kind": "secret", "teams": ["z"], "more": 1}}
            """
                .formatted(orgId, pipeline));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("details")).hasSize(4);
    assertThat(answer.json().path("details").toString()).contains("repo", "kind", "teams", "more");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"org_id\":1}", "{\"pipeline_id\":\"x\"}"})
  void aSubmissionNeedsItsIds(String body) {
    Answer answer = member.post("/api/service_request", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).startsWith("missing required field: '");
  }

  @Test
  void aPipelineComesBackAsItWasMade() {
    Answer created = admin.post("/api/pipeline", pipelineJson());

    assertThat(created.status()).isEqualTo(201);
    JsonNode pipeline = created.json();
    assertThat(pipeline.path("version").intValue()).isEqualTo(1);
    assertThat(pipeline.path("user_id").asText()).isEqualTo("auth0|ada");
    assertThat(pipeline.has("prev_version_id")).isTrue();
    assertThat(pipeline.path("created_on").asText()).matches(ISO_TIME);
    JsonNode step = pipeline.path("steps").path(2);
    assertThat(step.path("is_terminal_step").booleanValue()).isTrue();
    assertThat(step.has("terminal_step")).isFalse();
    assertThat(step.path("parameters").path("data").path("kind").asText()).isEqualTo("${kind}");
    JsonNode field = pipeline.path("form").path("fields").path(1);
    assertThat(field.path("type").asText()).isEqualTo("select");
    assertThat(field.path("options").toString()).isEqualTo("[\"private\",\"public\"]");
    assertThat(field.path("default").asText()).isEqualTo("private");

    String path = "/api/pipeline/" + pipeline.path("id").asText() + "?org_id=" + orgId;
    assertThat(member.get(path).json()).isEqualTo(pipeline);
    assertThat(member.get("/api/pipeline?org_id=" + orgId).json()).contains(pipeline);
    assertThat(member.get("/api/pipeline/nonsense").status()).isEqualTo(404);
    assertThat(member.get("/api/pipeline/000000000000000000000000").status()).isEqualTo(404);
  }

  @Test
  void aPipelineThatIsNoneIsRefusedWithTheKnownMessage() {
    Answer answer = admin.post("/api/pipeline", "{\"org_id\": " + orgId + "}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).isEqualTo("missing required field: 'pipeline_name'");
  }

  @Test
  void aUserWhoIsNewIsSentToSignUp() {
    Answer known = member.get("/api/login");
    assertThat(known.status()).isEqualTo(200);
    assertThat(known.json().properties().stream().map(field -> field.getKey()).toList())
        .containsExactlyInAnyOrder(
            "user_id", "email", "name", "identity_provider", "created_on", "deleted");
    assertThat(known.json().path("created_on").asText()).matches(ISO_TIME);

    Answer unknown = server.as(new Caller.Person("auth0|new")).get("/api/login");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.header("Access-Control-Allow-Origin")).isPresent();
  }

  @Test
  void theHealthIsThatOfTheStores() {
    assertThat(server.nobody().get("/api/healthcheck").response().body())
        .isEqualTo("\"Server working!\"");
    try (var sick = new AcmeServer()) {
      sick.stores.close();
      Answer answer = sick.nobody().get("/api/healthcheck");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.json().path("code").intValue()).isEqualTo(503);
    }
  }

  private Caller adminOfAnotherOrganization() {
    Instant now = Instant.parse("2026-01-31T08:00:00Z");
    server
        .core
        .database()
        .useTransaction(
            tx -> {
              int other = server.core.organizations().add(tx, "Other", "auth0|sam", now).orgId();
              var user =
                  new io.flowforge.identity.User(
                      "auth0|oscar", "oscar@example.com", "Oscar", "auth0", now, false);
              server.core.users().save(tx, user);
              server
                  .core
                  .memberships()
                  .save(tx, new Membership("auth0|oscar", other, Role.ADMIN, now, false));
            });
    return new Caller.Person("auth0|oscar");
  }

  private String createPipeline() {
    Answer answer = admin.post("/api/pipeline", pipelineJson());
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
    return answer.json().path("id").asText();
  }

  private String submit(String pipeline) {
    Answer answer = member.post("/api/service_request", submission(pipeline));
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
    return answer.json().path("id").asText();
  }

  private void awaitStatus(String id, String status) {
    eventually(() -> status(id), status::equals);
  }

  private String status(String id) {
    return member.get(request(id)).json().path("service_request").path("status").asText();
  }

  /** The name goes out as browsers send it, which java.net.http would not. */
  private JsonNode rawLog(String id, String stepName) {
    RawConnection.Answer answer =
        new RawConnection(member.port())
            .send(
                "GET " + request(id) + "/logs/" + stepName + " HTTP/1.1",
                "Authorization: Bearer " + member.token());
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static String request(String id) {
    return "/api/service_request/" + id;
  }

  private String submission(String pipeline) {
    return """
        {"org_id": %d, "pipeline_id": "%s", "pipeline_version": 1, "remarks": "please",
         "form_data": {"repo": "my repo&x=1", "kind": "private", "teams": ["a", "b"]}}
        """
        .formatted(orgId, pipeline);
  }

  private String pipelineJson() {
    return """
        {"org_id": %d, "pipeline_name": "New repository", "pipeline_description": "Makes one",
         "first_step_name": "create [repo] 100%%",
         "steps": [
           {"step_name": "create [repo] 100%%", "step_type": "API", "next_step_name": "approval",
            "prev_step_name": "", "is_terminal_step": false,
            "parameters": {"method": "POST", "url": "%s?name=${repo}",
              "data": {"repo": "${repo}", "teams": "${teams}"}}},
           {"step_name": "approval", "step_type": "WAIT_FOR_APPROVAL",
            "next_step_name": "invite; user+team", "prev_step_name": "create [repo] 100%%",
            "is_terminal_step": false, "parameters": {}},
           {"step_name": "invite; user+team", "step_type": "API", "next_step_name": "",
            "prev_step_name": "approval", "is_terminal_step": true,
            "parameters": {"method": "PUT", "url": "%s", "data": {"kind": "${kind}"}}}],
         "form": {"fields": [
           {"name": "repo", "title": "Name", "type": "input", "required": true, "min_length": 3},
           {"name": "kind", "title": "Kind", "type": "select", "required": true,
            "options": ["private", "public"], "default": "private"},
           {"name": "teams", "title": "Teams", "type": "checkboxes", "options": ["a", "b"]}]}}
        """
        .formatted(orgId, server.target.url(), server.target.url());
  }
}
