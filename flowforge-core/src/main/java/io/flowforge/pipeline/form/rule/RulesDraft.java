package io.flowforge.pipeline.form.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of an input as an author wrote them, or as a store holds them: not validated yet. */
public record RulesDraft(
    @Nullable JsonNode format,
    @Nullable JsonNode pattern,
    @Nullable JsonNode min,
    @Nullable JsonNode max,
    @Nullable JsonNode maxLength) {

  /** Returns the rules that are given, by their names in the API. */
  Map<String, JsonNode> given() {
    Map<String, JsonNode> given = new LinkedHashMap<>();
    put("format", format, given);
    put("pattern", pattern, given);
    put("min", min, given);
    put("max", max, given);
    put("max_length", maxLength, given);
    return given;
  }

  /** An empty string is no rule, as for the other fields of a form. */
  private static void put(String name, @Nullable JsonNode value, Map<String, JsonNode> given) {
    if (value != null && !value.isNull() && !(value.isTextual() && value.textValue().isEmpty())) {
      given.put(name, value);
    }
  }
}
