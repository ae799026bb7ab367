package io.flowforge.faults.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.faults.cluster.Cluster;
import io.flowforge.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** The pipelines through which attackers try to harm the server, created by an admin. */
final class SoakPipelines {

  private static final int OPTIONS = 1000;

  private final ObjectMapper json = Json.mapper();
  private final Cluster cluster;

  SoakPipelines(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Creates a pipeline with a field {@code c} of many checkboxes, and returns its id. */
  String withCheckboxes() throws IOException, InterruptedException {
    ObjectNode field = field("c", "checkboxes");
    ArrayNode options = field.putArray("options");
    for (int i = 0; i < OPTIONS; i++) {
      options.add("option " + i);
    }
    String id = create("checkboxes", field, json.createObjectNode());
    if (id.isEmpty()) {
      throw new IOException("the pipeline with checkboxes was not accepted");
    }
    return id;
  }

  /**
   * Creates a pipeline that puts its field {@code v} into a header, and returns its id, or an empty
   * string if the server refuses it.
   */
  String withHeader() throws IOException, InterruptedException {
    return create(
        "header", field("v", "input"), json.createObjectNode().put("Content-Type", "${v}"));
  }

  private ObjectNode field(String name, String type) {
    return json.createObjectNode().put("name", name).put("title", name).put("type", type);
  }

  private String create(String name, ObjectNode field, ObjectNode headers)
      throws IOException, InterruptedException {
    ObjectNode pipeline =
        json.createObjectNode()
            .put("org_id", cluster.orgId())
            .put("pipeline_name", name)
            .put("first_step_name", "s1");
    pipeline.putObject("form").putArray("fields").add(field);
    ObjectNode step =
        pipeline
            .putArray("steps")
            .addObject()
            .put("step_name", "s1")
            .put("step_type", "API")
            .put("prev_step_name", "")
            .put("next_step_name", "")
            .put("is_terminal_step", true);
    ObjectNode parameters = step.putObject("parameters");
    parameters.put("method", "POST").put("url", cluster.target().url("s1")).put("data", "plain");
    parameters.set("headers", headers);
    HttpResponse<String> response =
        cluster
            .http()
            .send(
                HttpRequest.newBuilder(
                        URI.create(cluster.servers().getFirst().url() + "/api/pipeline"))
                    .header("Authorization", "Bearer " + cluster.adminToken())
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(pipeline.toString()))
                    .build(),
                BodyHandlers.ofString());
    if (response.statusCode() == 400) {
      return "";
    }
    JsonNode created = json.readTree(response.body());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(response.statusCode() + " " + created);
    }
    return created.path("id").asText();
  }
}
