package io.flowforge.cli.command.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.cli.files.InputFile;
import io.flowforge.error.InvalidException;
import io.flowforge.json.Json;
import org.jspecify.annotations.Nullable;

/** The file with the values of a form. */
final class FormFile {

  private FormFile() {}

  /**
   * Returns the values, none if there is no file.
   *
   * @param file {@code -} for standard input
   * @throws InvalidException if it cannot be read, or is not a JSON object
   */
  static ObjectNode read(@Nullable String file) {
    if (file == null) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      JsonNode read = Json.mapper().readTree(InputFile.read(file));
      if (read instanceof ObjectNode values) {
        return values;
      }
      throw new InvalidException(
          "--form %s: not a JSON object; write {\"field\": \"value\", ...}".formatted(file));
    } catch (JsonProcessingException e) {
      throw new InvalidException(
          "--form %s:%d:%d: malformed JSON; write {\"field\": \"value\", ...}"
              .formatted(file, e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    }
  }
}
