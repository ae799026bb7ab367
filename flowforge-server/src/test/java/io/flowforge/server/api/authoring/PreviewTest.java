package io.flowforge.server.api.authoring;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static io.flowforge.testing.World.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.identity.Caller;
import io.flowforge.json.Json;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.secret.NewSecret;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.Client.Answer;
import io.flowforge.testing.Pipelines;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The preview of calls over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PreviewTest {

  private static final String PATH = "/api/pipeline/preview";

  private final AcmeServer server = new AcmeServer();

  @AfterAll
  void close() {
    server.close();
  }

  @Test
  void theCallsAreShownAndNothingIsCalledOrWritten() {
    int calls = server.target.calls().size();
    ObjectNode draft = draft(Pipelines.callApproveCall(server.target.url("/a/${why}")));

    JsonNode preview = preview(draft, "{\"who\": \"Zoë\", \"why\": \"x y\"}").json();

    assertThat(preview.path("steps")).hasSize(3);
    JsonNode call = preview.at("/steps/0/call");
    assertThat(call.path("method").asText()).isEqualTo("POST");
    assertThat(call.path("url").asText()).isEqualTo(server.target.url("/a/x%20y"));
    assertThat(call.path("body").asText()).isEqualTo("{\"who\":\"Zoë\"}");
    assertThat(call.path("body_length").intValue()).isEqualTo(13);
    assertThat(call.at("/headers/Content-Type").asText()).isEqualTo("application/json");
    assertThat(call.at("/headers/Idempotency-Key").asText()).isEqualTo("⟨request.id⟩/s1/1");
    assertThat(preview.at("/steps/1").has("call")).isFalse();
    assertThat(preview.at("/steps/1/description").asText()).contains("approves");
    assertThat(server.target.calls()).hasSize(calls);
    assertThat(server.as(ADMIN).get("/api/pipeline?org_id=" + server.acme.orgId()).json())
        .noneMatch(pipeline -> pipeline.path("pipeline_name").asText().equals("preview"));
  }

  @Test
  void secretsAreMaskedForEverybodyAndLiteralsForMembers() {
    server
        .core
        .secretService()
        .set(
            ADMIN,
            server.acme.orgId(),
            new NewSecret("PREVIEWED", "hush-hush-1", List.of("127.0.0.1")));
    Pipeline pipeline =
        server.acme.pipeline(
            Pipelines.chain(
                List.of(
                    """
                    "step_type": "API", "parameters": {"method": "POST", "url": "%s",
                      "headers": {"X-Api-Key": "literal-1", "Authorization": "Bearer ${secret.PREVIEWED}"},
                      "data": {"password": "literal-2", "token": "${secret.PREVIEWED}"}}\
                    """
                        .formatted(server.target.url()))));

    Answer ofAdmin = previewOf(pipeline.id(), ADMIN);
    Answer ofMember = previewOf(pipeline.id(), MEMBER);

    assertThat(ofAdmin.json().at("/steps/0").has("problem")).isFalse();
    assertThat(ofAdmin.json().at("/steps/0/call/body").asText())
        .isEqualTo("{\"password\":\"literal-2\",\"token\":\"***\"}");
    assertThat(ofAdmin.json().at("/steps/0/call/headers/Authorization").asText())
        .isEqualTo("Bearer ***");
    assertThat(ofAdmin.json().at("/steps/0/call/headers/X-Api-Key").asText())
        .isEqualTo("literal-1");
    assertThat(ofMember.response().body()).doesNotContain("literal-").doesNotContain("hush");
    assertThat(ofMember.json().at("/steps/0/call/headers/X-Api-Key").asText()).isEqualTo("***");
    assertThat(ofMember.json().at("/steps/0/call/body").asText())
        .isEqualTo("{\"password\":\"***\",\"token\":\"***\"}");
  }

  /** The same message and the same details as of POST /service_request. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"whom\": \"x\"}",
        "{\"who\": 5, \"why\": []}",
        "{\"why\": \"..\"}",
        "{\"why\": \"\\ud800\"}"
      })
  void aProblemOfFormDataIsThatOfASubmission(String formData) {
    Pipeline pipeline = server.acme.pipeline(Pipelines.call(server.target.url("/a/${why}")));
    String members =
        "{\"pipeline_id\": \"%s\", \"org_id\": %d, \"form_data\": %s}"
            .formatted(pipeline.id(), server.acme.orgId(), formData);

    Answer previewed = server.as(MEMBER).post(PATH, members);
    Answer submitted = server.as(MEMBER).post("/api/service_request", members);

    assertThat(submitted.status()).isEqualTo(400);
    assertThat(previewed.status()).isEqualTo(400);
    assertThat(previewed.json()).isEqualTo(submitted.json());
  }

  @Test
  void aDraftThatCannotBeCreatedIsRefusedAsThere() {
    ObjectNode draft = draft(Pipelines.call("ftp://h/"));

    Answer previewed = preview(draft, "{}");

    assertThat(previewed.status()).isEqualTo(400);
    assertThat(previewed.json())
        .isEqualTo(server.as(ADMIN).post("/api/pipeline", draft.toString()).json());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"form_data\": {}}", "{\"pipeline_id\": \"x\", \"pipeline\": {}}"})
  void onePipelineIsNeeded(String body) {
    Answer answer = server.as(ADMIN).post(PATH, body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).isEqualTo("send either 'pipeline' or 'pipeline_id'");
  }

  @Test
  void aDraftNeedsTheRightToCreateAndAPipelineThatToSeeIt() {
    ObjectNode draft = draft(Pipelines.call(server.target.url()));
    Pipeline pipeline = server.acme.pipeline(Pipelines.call(server.target.url()));

    assertThat(server.as(MEMBER).post(PATH, body(draft, "{}")).status()).isEqualTo(403);
    assertThat(server.as(STRANGER).post(PATH, body(draft, "{}")).status()).isEqualTo(403);
    assertThat(previewOf(pipeline.id(), MEMBER).status()).isEqualTo(200);
    assertThat(previewOf(pipeline.id(), STRANGER).status()).isEqualTo(404);
    assertThat(previewOf("0123456789abcdef01234567", ADMIN).status()).isEqualTo(404);
  }

  @Test
  void aPlaceholderInAValueStaysAValue() {
    ObjectNode draft = draft(Pipelines.call(server.target.url("/${why}")));

    JsonNode call =
        preview(draft, "{\"who\": \"${why} ${secret.X}\", \"why\": \"${who}\"}")
            .json()
            .at("/steps/0/call");

    assertThat(call.path("body").asText()).isEqualTo("{\"who\":\"${why} ${secret.X}\"}");
    assertThat(call.path("url").asText()).endsWith("/%24%7Bwho%7D");
  }

  @Test
  void aHugePreviewIsCut() {
    String value = "\\u0001".repeat(40_000);
    List<String> steps =
        Stream.generate(() -> Pipelines.api(server.target.url())).limit(200).toList();

    Answer answer = preview(draft(Pipelines.chain(steps)), "{\"who\": \"" + value + "\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.response().body().getBytes(StandardCharsets.UTF_8).length)
        .isLessThan(1 << 20);
    JsonNode shown = answer.json();
    assertThat(shown.at("/steps/0/call/body").asText()).endsWith("…");
    assertThat(shown.at("/steps/0/call/body_length").intValue()).isGreaterThan(40_000);
    assertThat(shown.path("steps").size() + shown.path("omitted_steps").intValue()).isEqualTo(200);
    assertThat(shown.path("omitted_steps").intValue()).isPositive();
  }

  private Answer preview(ObjectNode draft, String formData) {
    return server.as(ADMIN).post(PATH, body(draft, formData));
  }

  private Answer previewOf(String id, Caller caller) {
    return server
        .as(caller)
        .post(PATH, JsonNodeFactory.instance.objectNode().put("pipeline_id", id).toString());
  }

  private static String body(ObjectNode draft, String formData) {
    return "{\"pipeline\": " + draft + ", \"form_data\": " + formData + "}";
  }

  private ObjectNode draft(String pipeline) {
    try {
      return Json.mapper()
          .readValue(
              pipeline.replace("%d", Integer.toString(server.acme.orgId())), ObjectNode.class)
          .put("pipeline_name", "preview");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(pipeline, e);
    }
  }
}
