package io.flowforge.server.api;

import static io.flowforge.testing.Eventually.eventually;
import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.request.RequestDetails;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.Client.Answer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of inputs over HTTP: what authors, requesters and the targets of calls see. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InputRulesTest {

  private static final String FIELDS =
      """
      {"name": "replicas", "title": "Replicas", "type": "input", "required": true,
       "format": "number", "min": 1, "max": 9007199254740993},
      {"name": "price", "title": "Price", "type": "input", "format": "number"},
      {"name": "public", "title": "Public", "type": "input", "format": "boolean"},
      {"name": "due", "title": "Due", "type": "input", "format": "date", "min": "2026-01-01"},
      {"name": "env", "title": "Environment", "type": "input", "pattern": "[a-z]+",
       "max_length": 4},
      {"name": "plain", "title": "Plain", "type": "input"}
      """;

  private final AcmeServer server = new AcmeServer();
  private final String id = created(FIELDS).path("id").asText();

  @AfterAll
  void close() {
    server.close();
  }

  @Test
  void anAuthorSeesTheRulesBesideTheOtherPropertiesOfAField() {
    JsonNode fields =
        server.as(MEMBER).get("/api/pipeline/" + id).json().path("form").path("fields");

    assertThat(fields.get(0).path("format").asText()).isEqualTo("number");
    assertThat(fields.get(0).path("min")).hasToString("1");
    assertThat(fields.get(0).path("max")).hasToString("9007199254740993");
    assertThat(fields.get(3).path("min")).hasToString("\"2026-01-01\"");
    assertThat(fields.get(4).path("pattern").asText()).isEqualTo("[a-z]+");
    assertThat(fields.get(4).path("max_length")).hasToString("4");
    assertThat(fields.get(5).fieldNames())
        .toIterable()
        .containsExactly(
            "name",
            "title",
            "description",
            "type",
            "required",
            "placeholder",
            "min_length",
            "options",
            "default");
  }

  /** The first is what the existing front end sends. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"replicas\": \"5\", \"price\": \"1.10\", \"public\": \"true\", \"plain\": \"5\"}",
        "{\"replicas\": 5, \"price\": 1.10, \"public\": true, \"plain\": \"5\"}"
      })
  void stringsAndTypesOfJsonMeanTheSame(String formData) {
    JsonNode request = submitted(formData).json();

    assertThat(request.path("form_data"))
        .hasToString("{\"replicas\":\"5\",\"price\":\"1.10\",\"public\":\"true\",\"plain\":\"5\"}");
    int calls = server.target.calls().size();
    server.as(MEMBER).put("/api/service_request/" + request.path("id").asText() + "/start");
    RequestDetails done =
        eventually(
            () -> server.core.requests().reading().get(ADMIN, request.path("id").asText()),
            details -> details.request().status() == RequestStatus.COMPLETED);
    assertThat(done.request().formData().path("replicas").isTextual()).isTrue();
    assertThat(server.target.calls().get(calls).body())
        .isEqualTo(
            "{\"replicas\":5,\"price\":1.10,\"public\":true,\"plain\":\"5\",\"text\":\"5 at 1.10\"}");
  }

  @Test
  void aNumberKeepsDigitsThatADoubleHasNot() {
    String price = "0.1000000000000000055511151231257827";
    JsonNode request =
        submitted("{\"replicas\": 9007199254740993, \"price\": " + price + "}").json();

    assertThat(request.path("form_data").path("replicas").asText()).isEqualTo("9007199254740993");
    assertThat(request.path("form_data").path("price").asText()).isEqualTo(price);
  }

  @Test
  void allProblemsAreNamedWhereverFormDataIsWritten() {
    String faulty =
        "{\"replicas\": 0, \"price\": \"x\", \"public\": \"no\", \"due\": \"2025-12-31\", \"env\": \"PROD!\"}";
    List<String> problems =
        List.of(
            "field 'replicas' must be at least 1 (min); it is 0",
            "field 'price' must be a number such as 5 or -1.5; it is \"x\"",
            "field 'public' must be true or false; it is \"no\"",
            "field 'due' must be at least 2026-01-01 (min); it is 2025-12-31",
            "field 'env' must have at most 4 characters (max_length); it has 5");
    String request = submitted("{\"replicas\": 1}").json().path("id").asText();

    Answer change =
        server
            .as(MEMBER)
            .send(
                "PATCH",
                "/api/service_request/" + request,
                "{\"form_data\": %s}".formatted(faulty));

    assertThat(details(submitted(faulty))).isEqualTo(problems);
    assertThat(details(change)).isEqualTo(problems);
    Answer changed =
        server
            .as(MEMBER)
            .send("PATCH", "/api/service_request/" + request, "{\"form_data\": {\"replicas\": 2}}");
    assertThat(changed.json().path("form_data")).hasToString("{\"replicas\":\"2\"}");
  }

  /** A request of an older version is copied for the newest, whose rules it may violate. */
  @Test
  void aCopyIsCheckedByTheNewestVersion() {
    JsonNode first = created("{\"name\": \"n\", \"title\": \"N\", \"type\": \"input\"}");
    String original =
        submitted(first.path("id").asText(), "{\"n\": \"five\"}").json().path("id").asText();
    String copy = "{\"from\": \"%s\"}".formatted(original);
    String body =
        pipeline("{\"name\": \"n\", \"title\": \"N\", \"type\": \"input\", \"format\": \"number\"}")
            .replaceFirst("\\{", "{\"expected_version\": 1,");
    Answer second =
        server.as(ADMIN).post("/api/pipeline/" + first.path("id").asText() + "/versions", body);
    assertThat(second.status()).as(second.message()).isEqualTo(201);

    assertThat(
            server
                .as(MEMBER)
                .get(
                    "/api/pipeline/%s/diff?to=%s"
                        .formatted(first.path("id").asText(), second.json().path("id").asText()))
                .response()
                .body())
        .contains("\"format\"", "\"number\"");
    assertThat(details(server.as(MEMBER).post("/api/service_request", copy)))
        .containsExactly("field 'n' must be a number such as 5 or -1.5; it is \"five\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e999999999",
        "-1e-999999999",
        "1e99999999999999999999",
        "\"NaN\"",
        "\"1e999999999\"",
        "\"\\u0661\"",
        "\"\\ud800\"",
        "[[[1]]]",
        "{\"$gt\": 1}"
      })
  void whatIsNoNumberIsRefusedAtOnce(String value) {
    Answer answer = submitted("{\"replicas\": %s}".formatted(value));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message().length()).isLessThan(300);
  }

  @Test
  void aPatternThatIsWrongIsRefusedWithItsPlace() {
    Answer answer =
        server
            .as(ADMIN)
            .post(
                "/api/pipeline",
                pipeline(
                    "{\"name\": \"n\", \"title\": \"N\", \"type\": \"input\", \"pattern\": \"a**\"}"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(details(answer))
        .singleElement()
        .asString()
        .startsWith("form.fields[0].pattern: character 2: invalid nested repetition operator");
  }

  private JsonNode created(String fields) {
    Answer answer = server.as(ADMIN).post("/api/pipeline", pipeline(fields));
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
    return answer.json();
  }

  private Answer submitted(String formData) {
    return submitted(id, formData);
  }

  private Answer submitted(String pipeline, String formData) {
    return server
        .as(MEMBER)
        .post(
            "/api/service_request",
            "{\"pipeline_id\": \"%s\", \"org_id\": %d, \"form_data\": %s}"
                .formatted(pipeline, server.acme.orgId(), formData));
  }

  private String pipeline(String fields) {
    String data =
        fields.contains("replicas")
            ? """
              {"replicas": "${replicas}", "price": "${price}", "public": "${public}",
               "plain": "${plain}", "text": "${replicas} at ${price}"}
              """
            : "{}";
    return """
        {"org_id": %d, "pipeline_name": "Scale", "first_step_name": "call",
         "steps": [{"step_name": "call", "step_type": "API", "is_terminal_step": true,
                    "parameters": {"method": "POST", "url": "%s", "data": %s}}],
         "form": {"fields": [%s]}}
        """
        .formatted(server.acme.orgId(), server.target.url(), data, fields);
  }

  private static List<String> details(Answer answer) {
    assertThat(answer.status()).isEqualTo(400);
    return Stream.of(answer.json().path("details"))
        .flatMap(JsonNode::valueStream)
        .map(JsonNode::asText)
        .toList();
  }
}
