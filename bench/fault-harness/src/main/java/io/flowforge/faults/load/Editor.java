package io.flowforge.faults.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.faults.cluster.Wait;
import io.flowforge.faults.load.LoadClient.FinalResponse;
import io.flowforge.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * An admin who makes new versions of the pipelines while requests run. The calls of a version carry
 * its number, so that the target can tell who calls.
 */
final class Editor {

  private static final Duration INTERVAL = Duration.ofMillis(1_500);

  private final LoadClient client;
  private final List<String> pipelineIds;
  private final Random random;
  private final ObjectMapper json = Json.mapper();

  Editor(LoadClient client, List<String> pipelineIds, long seed) {
    this.client = client;
    this.pipelineIds = pipelineIds;
    this.random = new Random(seed);
  }

  /** Edits until the thread is interrupted. */
  void work() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        edit(pipelineIds.get(random.nextInt(pipelineIds.size())));
        Wait.pass(INTERVAL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Makes the next version. A conflict after a missing response: the earlier attempt succeeded. */
  private void edit(String id) throws InterruptedException {
    Optional<JsonNode> versions =
        client
            .send(random, "GET", "/api/pipeline/" + id + "/versions", "")
            .filter(FinalResponse::isSuccess)
            .map(response -> parsed(response.body()));
    if (versions.isPresent()) {
      var next = (ObjectNode) versions.get().path(0).deepCopy();
      int version = next.path("version").intValue();
      next.put("expected_version", version);
      for (JsonNode step : next.path("steps")) {
        if (step.path("parameters").path("data") instanceof ObjectNode data) {
          data.put("version", version + 1);
        }
      }
      var _ = client.send(random, "POST", "/api/pipeline/" + id + "/versions", next.toString());
    }
  }

  private JsonNode parsed(String body) {
    try {
      return json.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a response that is not JSON: " + body, e);
    }
  }
}
