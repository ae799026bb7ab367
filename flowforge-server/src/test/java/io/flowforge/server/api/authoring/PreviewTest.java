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
import io.flowforge.testing.World;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The preview of calls over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PreviewTest {

  private static final String PATH = "/api/pipeline/preview";

  /** A pipeline whose third step is that of a table; two steps with outputs come before it. */
  private static final String PIPELINE =
      """
      {"org_id": %d, "pipeline_name": "p", "first_step_name": "s1",
       "form": {"fields": [
         {"name": "n", "title": "N", "type": "input", "format": "number"},
         {"name": "c", "title": "C", "type": "checkboxes", "options": ["x", "y"]}]},
       "steps": [
         {"step_name": "s1", "step_type": "API", "next_step_name": "s2", "step_id": "repo",
          "parameters": {"method": "POST", "url": "http://127.0.0.1:1/", "data": {"to": "${callback.url}"}},
          "outputs": {"id": {"from": "/id"}, "token": {"from": "/token", "secret": true},
            "note": {"from": "/note", "optional": true}}},
         {"step_name": "s2", "step_id": "never", "step_type": "API", "prev_step_name": "s1", "next_step_name": "s3",
          "when": "1 == 2", "parameters": {"method": "GET", "url": "http://127.0.0.1:1/"},
          "outputs": {"id": {"from": "/id"}}},
         {"step_name": "s3", "prev_step_name": "s2", "next_step_name": "s4", STEP},
         {"step_name": "s4", "step_type": "WAIT_FOR_CALLBACK", "prev_step_name": "s3", "is_terminal_step": true,
          "parameters": {"expires_after": "P1D"}}]}\
      """;

  private final AcmeServer server =
      new AcmeServer(
          Map.of("ALLOW_PRIVATE_TARGETS", "true", "PUBLIC_URL", "https://flowforge.example.com"));

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

  /** Parameters, a number in the form, a place in the call, and what is shown there. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'data': {'n': '${n}', 't': 'n=${n}'}} | 1e3 | body | {'n':1000,'t':'n=1000'}",
        "{'data': {'n': '${n}', 't': '${n ?? ''none''}'}} | | body | {'n':null,'t':'none'}",
        "{'data': ['${steps.repo.id}', 'a ${steps.repo.note}']} | | body | ['⟨steps.repo.id⟩','a ⟨steps.repo.note⟩']",
        "{'data': ['${steps.repo.note ?? ''x y''}']} | | body | ['⟨steps.repo.note ?? ''x y''⟩']",
        "{'data': ['${steps.never.id ?? ''x y''}']} | | body | ['x y']",
        "{'data': ['${request.id}', '${request.user_email}', '${request.created_on}']} | | body | ['⟨request.id⟩','⟨request.user_email⟩','⟨request.created_on⟩']",
        "{'data': ['${request.url}', '${request.url ?? ''x''}', '${request.org_id}']} | | body | ['⟨request.url⟩','⟨request.url ?? ''x''⟩','ORG']",
        "{'data': ['${''${''}n}', '${callback.url}']} | 1 | body | ['${n}','⟨callback.url⟩']",
        "{'headers': {'Authorization': 'Bearer ${steps.repo.token}'}} | | headers/Authorization | Bearer ⟨steps.repo.token⟩",
        "{'url': 'http://127.0.0.1:1/${steps.repo.id}?c=${c[*]}&n=${n}'} | 7 | url | http://127.0.0.1:1/⟨steps.repo.id⟩?c=x&c=y&n=7",
      })
  void valuesAreThoseOfARunOrMarked(
      String parameters, @Nullable String number, String place, String expected) {
    ObjectNode call =
        JsonNodeFactory.instance
            .objectNode()
            .put("method", "POST")
            .put("url", "http://127.0.0.1:1/");
    call.setAll(World.object(quoted(parameters)));

    JsonNode step = previewed("\"step_type\": \"API\", \"parameters\": " + call, number);

    assertThat(step.has("problem")).as(step.toString()).isFalse();
    assertThat(step.at("/call/" + place).asText())
        .isEqualTo(quoted(expected).replace("ORG", Integer.toString(server.acme.orgId())));
  }

  /** A step, a number in the form, and what is said of the step. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'step_type': 'DELAY', 'parameters': {'for': 'PT${n}H'} | 5 | Waits for PT5H",
        "'step_type': 'DELAY', 'parameters': {'until': '2030-01-01T08:00:00Z'} | | Waits until 2030-01-01T08:00:00Z",
        "'step_type': 'DELAY', 'parameters': {'until': '${steps.repo.id}', 'zone': 'Europe/Berlin'} | | Waits until ⟨steps.repo.id⟩, local time of Europe/Berlin",
        "'step_type': 'API', 'parameters': {'method': 'GET', 'url': 'http://127.0.0.1:1/', 'poll': {'until': 'response.status == 200', 'every_seconds': 0.5, 'max_seconds': 3600}} | | Then looks every 0.5 s, for at most 3600 s, until this holds: response.status == 200",
        "'step_type': 'API', 'when': 'form.n > 5', 'parameters': {'method': 'GET', 'url': 'http://127.0.0.1:1/'} | 6 | Executed: the condition is true: form.n > 5",
        "'step_type': 'API', 'when': 'request.org_id > 0', 'parameters': {'method': 'GET', 'url': 'http://127.0.0.1:1/'} | | Executed: the condition is true: request.org_id > 0",
        "'step_type': 'WAIT_FOR_APPROVAL', 'when': 'form.n > 5 && has(steps.repo)' | 6 | Executed if this condition holds, which is decided while the request runs: form.n > 5 && has(steps.repo)",
        "'step_type': 'WAIT_FOR_APPROVAL', 'when': 'request.user_id.contains(''x'')' | | Executed if this condition holds, which is decided while the request runs: request.user_id.contains(''x'')",
      })
  void whatIsNoCallIsSaidInWords(String step, @Nullable String number, String expected) {
    JsonNode shown = previewed(quoted(step), number);

    assertThat(shown.path("notes")).hasSize(1);
    assertThat(shown.at("/notes/0").asText()).isEqualTo(expected.replace("''", "'"));
    assertThat(shown.has("skipped")).isFalse();
    assertThat(shown.has("problem")).as(shown.toString()).isFalse();
  }

  @Test
  void aStepWithAFalseConditionIsSkippedAndOneThatWaitsSaysForHowLong() {
    JsonNode steps =
        stepsWith("\"step_type\": \"WAIT_FOR_APPROVAL\", \"when\": \"form.n > 5\"", "5");

    assertThat(steps.at("/2/skipped").booleanValue()).isTrue();
    assertThat(steps.at("/2/notes/0").asText())
        .isEqualTo("Skipped: the condition is false: form.n > 5");
    assertThat(steps.at("/1/skipped").booleanValue()).isTrue();
    assertThat(steps.at("/1").has("call")).isFalse();
    assertThat(steps.at("/3/notes/0").asText())
        .isEqualTo(
            "Waits until somebody calls the URL that ${callback.url} stands for, and fails after P1D");
    assertThat(steps.at("/0/call/body").asText()).isEqualTo("{\"to\":\"⟨callback.url⟩\"}");
  }

  /** What would fail in a run has a problem. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'step_type': 'WAIT_FOR_APPROVAL', 'when': 'form.n > 5' | its condition failed",
        "'step_type': 'DELAY', 'parameters': {'for': '${n ?? ''x''}'} | 'x' is no duration",
      })
  void whatWouldFailHasAProblem(String step, String expected) {
    JsonNode shown = previewed(quoted(step), null);

    assertThat(shown.path("problem").asText()).contains(expected);
    assertThat(shown.has("call")).isFalse();
  }

  /** A value that looks like a stand-in, or like a placeholder, is shown as it is. */
  @ParameterizedTest
  @ValueSource(strings = {"⟨steps.repo.id⟩", "${steps.repo.id}", "${'${'}", "***", "x0000000"})
  void aValueIsNeverTakenForAReference(String value) {
    ObjectNode draft = draft(Pipelines.call(server.target.url()));

    JsonNode preview = preview(draft, "{\"who\": \"" + value + "\"}").json();

    assertThat(preview.at("/steps/0/call/body").asText()).isEqualTo("{\"who\":\"" + value + "\"}");
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

  /** Returns the preview of a step behind two with outputs. */
  private JsonNode previewed(String step, @Nullable String number) {
    return stepsWith(step, number).path(2);
  }

  private JsonNode stepsWith(String step, @Nullable String number) {
    Answer answer =
        preview(
            draft(PIPELINE.replace("STEP", step)),
            "{\"c\": [\"x\", \"y\"]%s}"
                .formatted(number == null ? "" : ", \"n\": \"" + number + "\""));
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
    return answer.json().path("steps");
  }

  /** Returns JSON for the text: apostrophes are quotation marks there, and two of them are one. */
  private static String quoted(String text) {
    return text.replace("''", "\0").replace('\'', '"').replace('\0', '\'');
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
