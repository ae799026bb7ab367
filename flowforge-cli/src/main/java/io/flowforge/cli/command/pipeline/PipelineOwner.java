package io.flowforge.cli.command.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.cli.client.Organizations;
import io.flowforge.cli.connection.Api;
import java.util.Optional;
import java.util.stream.Stream;

/** The organization of a pipeline in a file. */
final class PipelineOwner {

  private PipelineOwner() {}

  /**
   * Sets the organization in the pipeline, by its id, and returns it: that of the option, else that
   * of the file, else the only one of the caller.
   */
  static JsonNode set(ObjectNode pipeline, Optional<String> option, Api api) {
    Optional<String> named =
        Stream.of(option, text(pipeline, "org_id"), text(pipeline, "org"))
            .flatMap(Optional::stream)
            .findFirst();
    JsonNode owner = new Organizations(api).only(named);
    pipeline.remove("org");
    pipeline.put("org_id", Organizations.id(owner));
    return owner;
  }

  private static Optional<String> text(ObjectNode pipeline, String field) {
    return Optional.of(pipeline.path(field).asText("")).filter(value -> !value.isBlank());
  }
}
