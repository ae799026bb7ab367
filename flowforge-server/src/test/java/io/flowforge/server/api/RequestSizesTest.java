package io.flowforge.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.pipeline.Pipeline;
import io.flowforge.server.testing.AcmeServer;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.Client.Answer;
import io.flowforge.testing.Pipelines;
import io.flowforge.testing.World;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The limits of what people write into a request, on each route that takes it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestSizesTest {

  private static final String TOO_LONG =
      "field 'remarks' must have at most 10000 characters; it has 10001";

  private final AcmeServer server = new AcmeServer();
  private final Client member = server.as(World.MEMBER);
  private final Client admin = server.as(World.ADMIN);
  private final Pipeline pipeline =
      server.acme.pipeline(Pipelines.chain(List.of(Pipelines.approval())));

  @AfterAll
  void close() {
    server.close();
  }

  @Test
  void remarksAreLimitedWhereverTheyAreWritten() {
    String path = "/api/service_request/" + server.acme.request(pipeline, "{}").id();
    String remarks = "\"remarks\": \"" + "x".repeat(10_001) + "\"}";

    refused(member.post("/api/service_request", submission("{}") + remarks));
    refused(member.send("PATCH", path, "{" + remarks));
    refused(admin.send("PUT", path + "/reject", "{" + remarks));
    assertThat(member.send("PATCH", path, "{" + remarks.replace("xx\"", "x\"")).status())
        .isEqualTo(200);
  }

  @Test
  void formDataIsLimitedWhereverItIsWritten() {
    String path = "/api/service_request/" + server.acme.request(pipeline, "{}").id();
    String data = "{\"who\": \"" + "x".repeat(300_000) + "\"}";

    for (Answer answer :
        List.of(
            member.post("/api/service_request", submission(data) + "\"remarks\": \"\"}"),
            member.send("PATCH", path, "{\"form_data\": " + data + "}"))) {
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.message())
          .isEqualTo("field 'form_data' must have at most 262144 bytes as JSON; it has 300010");
    }
  }

  private String submission(String data) {
    return "{\"pipeline_id\": \"%s\", \"org_id\": %d, \"form_data\": %s, "
        .formatted(pipeline.id(), server.acme.orgId(), data);
  }

  private static void refused(Answer answer) {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.message()).isEqualTo(TOO_LONG);
  }
}
