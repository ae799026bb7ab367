package io.flowforge.cli.command.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.cli.files.InputFile;
import io.flowforge.error.InvalidException;
import io.flowforge.json.Json;

final class PipelineText {
  private PipelineText() {}

  static ObjectNode read(String file) {
    try {
      return Json.mapper().readValue(InputFile.read(file), ObjectNode.class);
    } catch (JsonProcessingException e) {
      throw new InvalidException(file + ": malformed JSON");
    }
  }
}
