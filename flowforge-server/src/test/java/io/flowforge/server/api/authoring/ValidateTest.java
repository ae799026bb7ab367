package io.flowforge.server.api.authoring;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static io.flowforge.testing.World.STRANGER;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.Client.Answer;
import io.flowforge.testing.Pipelines;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The check of drafts and the step types over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ValidateTest {

  private static final String PATH = "/api/pipeline/validate";

  private final AcmeServer server = new AcmeServer();

  @AfterAll
  void close() {
    server.close();
  }

  @Test
  void aValidDraftIsNotCreated() {
    int before = pipelines();

    Answer answer =
        server.as(ADMIN).post(PATH, body(Pipelines.chain(List.of(Pipelines.approval()))));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().toString())
        .isEqualTo(
            "{\"valid\":true,\"problem_count\":0,\"problems\":[],\"warning_count\":0,\"warnings\":[]}");
    assertThat(pipelines()).isEqualTo(before);
  }

  /** What is a problem here is refused by POST /pipeline, and the other way round. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"step_type\": \"API\", \"parameters\": {} | /steps/0/parameters/method",
        "\"step_type\": \"APY\" | /steps/0/step_type",
        "\"step_type\": \"WAIT_FOR_APPROVAL\", \"parametres\": {} | /steps/0/parametres",
        "\"step_type\": \"API\", \"parameters\": {\"method\": \"GET\", \"url\": \"http://h/${x}\"} | /steps/0/parameters",
        "\"step_type\": \"API\", \"parameters\": {\"method\": \"GET\", \"url\": \"http://h/\", \"headers\": {\"A\": \"${secret.NO}\"}} | /steps/0/parameters/headers/A",
        "\"step_type\": 5 | /steps/0/step_type"
      })
  void aProblemIsOneForCreationToo(String step, String pointer) {
    String draft = body(Pipelines.chain(List.of(step)));

    JsonNode checked = server.as(ADMIN).post(PATH, draft).json();

    assertThat(checked.path("valid").booleanValue()).isFalse();
    assertThat(checked.path("problems"))
        .anyMatch(found -> found.path("pointer").asText().equals(pointer));
    assertThat(server.as(ADMIN).post("/api/pipeline", draft).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(ints = {19, 20, 21, 300})
  void twentyProblemsAreShownAndAllAreCounted(int count) {
    String parameters =
        IntStream.range(0, count).mapToObj(i -> "\"p" + i + "\": 1").collect(joining(", "));
    String step = "\"step_type\": \"WAIT_FOR_APPROVAL\", \"parameters\": {" + parameters + "}";

    JsonNode checked = server.as(ADMIN).post(PATH, body(Pipelines.chain(List.of(step)))).json();

    assertThat(checked.path("problem_count").intValue()).isEqualTo(count);
    assertThat(checked.path("problems")).hasSize(Math.min(count, 20));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | missing required field: 'org_id'",
        "{\"org_id\": null} | missing required field: 'org_id'",
        "{\"org_id\": \"1\"} | org_id: must be a whole number; write the id of an organization",
        "{\"org_id\": 1.5} | org_id: must be a whole number; write the id of an organization",
        "{\"org_id\": 99999999999} | org_id: must be a whole number; write the id of an organization"
      })
  void anOrganizationIsNeeded(String body, String message) {
    Answer answer = server.as(ADMIN).post(PATH, body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "7", "\"x\"", "null", "{", ""})
  void aBodyThatIsNoObjectIsRefused(String body) {
    assertThat(server.as(ADMIN).post(PATH, body).status()).isEqualTo(400);
  }

  @Test
  void aWildDraftHasProblemsOnly() {
    String nested = "[".repeat(50) + "]".repeat(50);
    for (String member :
        List.of(
            "\"steps\": " + nested,
            "\"steps\": [null, 5, \"x\", [], {}]",
            "\"form\": {\"fields\": [null, 5, {\"name\": {}}]}",
            "\"steps\": [{\"step_name\": \"s\", \"step_type\": \"API\", \"parameters\": {\"data\": %s}}]"
                .formatted(nested),
            "\"first_step_name\": \"" + "ä".repeat(100_000) + "\"")) {
      Answer answer =
          server.as(ADMIN).post(PATH, "{\"org_id\": " + server.acme.orgId() + ", " + member + "}");

      assertThat(answer.status()).as(member).isEqualTo(200);
      assertThat(answer.json().path("valid").booleanValue()).as(member).isFalse();
      assertThat(answer.response().body()).hasSizeLessThan(64 * 1024);
    }
  }

  @Test
  void onlyThoseMayAskWhoMayCreatePipelines() {
    String draft = body(Pipelines.chain(List.of(Pipelines.approval())));

    assertThat(server.as(MEMBER).post(PATH, draft).status()).isEqualTo(403);
    assertThat(server.as(STRANGER).post(PATH, draft).status()).isEqualTo(403);
    assertThat(server.nobody().post(PATH, draft).status()).isEqualTo(401);
  }

  @Test
  void theStepTypesHaveSchemas() {
    JsonNode types = server.as(STRANGER).get("/api/step_types").json();

    assertThat(types.findValuesAsText("name")).contains("API", "WAIT_FOR_APPROVAL");
    assertThat(types.get(0).path("parameters").path("$schema").asText())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
    assertThat(types.get(0).at("/parameters/required").toString())
        .isEqualTo("[\"method\",\"url\"]");
    assertThat(server.nobody().get("/api/step_types").status()).isEqualTo(401);
  }

  private int pipelines() {
    return server.as(ADMIN).get("/api/pipeline?org_id=" + server.acme.orgId()).json().size();
  }

  private String body(String pipeline) {
    return pipeline.replace("%d", Integer.toString(server.acme.orgId()));
  }
}
