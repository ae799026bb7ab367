package io.flowforge.execution.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.json.Json;
import io.flowforge.pipeline.Step;
import io.flowforge.pipeline.problem.PipelineLimits;
import io.flowforge.pipeline.reference.OutputRule;
import io.flowforge.text.CharacterKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules for the values that a step has produced. No message shows any part of a value. */
final class OutputCheck {

  /** The maximum size of a value, in bytes of JSON. */
  private static final int MAX_VALUE = 64 * 1024;

  /** The maximum size of all values of a request, in bytes of JSON. */
  private static final int MAX_REQUEST = 256 * 1024;

  /** Like those of the organization's secrets: shorter ones cannot be hidden in logs. */
  private static final int MIN_SECRET_CHARACTERS = 8;

  private static final int MAX_SECRET_BYTES = 8 * 1024;

  private OutputCheck() {}

  /**
   * Returns the problem of a step's values, the end of a sentence; empty if there is none.
   *
   * @param earlierBytes the size of the values of other steps
   */
  static Optional<String> problemOf(Step step, Map<String, JsonNode> found, int earlierBytes) {
    int bytes = earlierBytes;
    for (var output : step.outputs().entrySet()) {
      JsonNode value = found.get(output.getKey());
      Optional<String> problem = problemOf(output.getKey(), output.getValue(), value);
      if (problem.isPresent()) {
        return problem;
      }
      bytes += value == null ? 0 : OutputValues.bytesOf(value.toString());
    }
    return bytes <= MAX_REQUEST
        ? Optional.empty()
        : Optional.of(
            "with the outputs %s, the outputs of this request would have %d bytes; at most %d are kept; take smaller parts of the responses"
                .formatted(String.join(", ", step.outputs().keySet()), bytes, MAX_REQUEST));
  }

  /** Returns the values that a step declares, without those that are absent. */
  static OutputValues valuesOf(Step step, Map<String, JsonNode> found) {
    ObjectNode plain = JsonNodeFactory.instance.objectNode();
    Map<String, String> secret = new HashMap<>();
    step.outputs()
        .forEach(
            (name, rule) -> {
              JsonNode value = found.get(name);
              if (value != null && rule.secret()) {
                secret.put(name, value.asText());
              } else if (value != null) {
                plain.set(name, value);
              }
            });
    return new OutputValues(plain, secret);
  }

  private static Optional<String> problemOf(
      String name, OutputRule rule, @Nullable JsonNode value) {
    if (value == null) {
      return rule.optional()
          ? Optional.empty()
          : Optional.of("the output '%s' is missing: %s".formatted(name, rule.absence()));
    }
    if (rule.type() != null && !rule.type().includes(value)) {
      return Optional.of(
          "the output '%s' must be of type %s, but it is of type %s"
              .formatted(name, rule.type().label(), typeOf(value)));
    }
    if (rule.secret()) {
      Optional<String> problem = problemOfSecret(name, value);
      if (problem.isPresent()) {
        return problem;
      }
    }
    if (Json.isDeeper(value, PipelineLimits.DEPTH)) {
      return Optional.of(
          "the output '%s' is nested more than %d levels deep; take a part of it"
              .formatted(name, PipelineLimits.DEPTH));
    }
    String json = value.toString();
    int bytes = OutputValues.bytesOf(json);
    if (bytes > MAX_VALUE) {
      return Optional.of(
          "the output '%s' has %d bytes; at most %d are kept; take a smaller part of the response"
              .formatted(name, bytes, MAX_VALUE));
    }
    return CharacterKind.SURROGATE.isIn(json)
        ? Optional.of(
            "the output '%s' has half of a surrogate pair, which is no character".formatted(name))
        : Optional.empty();
  }

  private static Optional<String> problemOfSecret(String name, JsonNode value) {
    if (!value.isTextual()) {
      return Optional.of(
          "the secret output '%s' must be of type string, but it is of type %s"
              .formatted(name, typeOf(value)));
    }
    String text = value.textValue();
    if (text.strip().codePointCount(0, text.strip().length()) < MIN_SECRET_CHARACTERS) {
      return Optional.of(
          "the secret output '%s' has fewer than %d characters; shorter ones cannot be hidden in logs"
              .formatted(name, MIN_SECRET_CHARACTERS));
    }
    int bytes = OutputValues.bytesOf(text);
    return bytes > MAX_SECRET_BYTES
        ? Optional.of(
            "the secret output '%s' has %d bytes; at most %d are kept"
                .formatted(name, bytes, MAX_SECRET_BYTES))
        : Optional.empty();
  }

  private static String typeOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "string";
      case NUMBER -> "number";
      case BOOLEAN -> "boolean";
      case OBJECT -> "object";
      case ARRAY -> "array";
      case BINARY, POJO, NULL, MISSING -> "null";
    };
  }
}
