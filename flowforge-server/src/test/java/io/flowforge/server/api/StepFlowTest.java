package io.flowforge.server.api;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.Client.Answer;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.World;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ids, outputs and conditions of steps, as clients see them. */
class StepFlowTest {

  private static final String FLOW =
      ", \"step_id\": \"repo\", \"outputs\": {\"id\": {\"from\": \"/id\", \"type\": \"number\"}},"
          + " \"when\": \"form.who == 'Mike'\"";

  private final AcmeServer server = new AcmeServer();
  private final Client admin = server.as(World.ADMIN);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aPipelineShowsTheFieldsThatItWasCreatedWith() {
    String call = Pipelines.api(server.target.url());
    Answer created = admin.send("POST", "/api/pipeline", pipeline(call + FLOW, call));
    assertThat(created.status()).as(created.response().body()).isEqualTo(201);

    JsonNode steps =
        admin.get("/api/pipeline/" + created.json().path("id").asText()).json().path("steps");

    assertThat(steps.path(0).path("step_id").asText()).isEqualTo("repo");
    assertThat(steps.path(0).path("outputs").toString())
        .isEqualTo("{\"id\":{\"from\":\"/id\",\"type\":\"number\"}}");
    assertThat(steps.path(0).path("when").asText()).isEqualTo("form.who == 'Mike'");
    for (String absent : List.of("step_id", "outputs", "when")) {
      assertThat(steps.path(1).has(absent)).as(absent).isFalse();
    }
  }

  @Test
  void aProblemHasItsPlace() {
    String call = Pipelines.api(server.target.url() + "/${steps.rep.id}");
    Answer refused = admin.send("POST", "/api/pipeline", pipeline(call + FLOW, call));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("details").toString())
        .contains("steps[0].parameters.url: ${steps.rep.id} refers to a step that does not exist")
        .contains("steps[1].parameters.url: ${steps.rep.id} refers to a step that does not exist");
  }

  @Test
  void aSkippedStepIsCompletedAndSaysSo() {
    String call = Pipelines.api(server.target.url());
    String id =
        server
            .acme
            .request(server.acme.pipeline(pipeline(call + FLOW, call)), "{\"who\": \"Ann\"}")
            .id();
    Client member = server.as(World.MEMBER);
    assertThat(member.put("/api/service_request/" + id + "/start").status()).isEqualTo(200);
    var _ =
        eventually(
            () ->
                member
                    .get("/api/service_request/" + id)
                    .json()
                    .path("service_request")
                    .path("status")
                    .asText(),
            "Completed"::equals);

    JsonNode steps = member.get("/api/service_request/" + id + "/steps").json().path("steps");

    assertThat(steps.path("s1").path("status").asText()).isEqualTo("Completed");
    assertThat(steps.path("s1").path("skipped").asBoolean()).isTrue();
    assertThat(steps.path("s2").path("status").asText()).isEqualTo("Completed");
    assertThat(steps.path("s2").has("skipped")).isFalse();
    assertThat(server.target.calls()).hasSize(1);
  }

  private String pipeline(String... steps) {
    return Pipelines.chain(List.of(steps)).replace("%d", Integer.toString(server.acme.orgId()));
  }
}
