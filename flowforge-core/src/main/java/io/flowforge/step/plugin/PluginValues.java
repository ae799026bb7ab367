package io.flowforge.step.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.problem.PipelineLimits;
import io.flowforge.step.api.StepValues;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as classes of the JDK, and the reverse. */
final class PluginValues {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private PluginValues() {}

  /**
   * Returns the output of a plug-in.
   *
   * @throws IllegalArgumentException if it contains something else than values of the step API, or
   *     is nested too deeply; the message is the end of a sentence
   */
  static JsonNode toJson(Map<String, ?> output) {
    return toJson(output, 0);
  }

  private static JsonNode toJson(@Nullable Object value, int depth) {
    if (depth > PipelineLimits.DEPTH) {
      throw new IllegalArgumentException(
          "is nested more than %d levels deep".formatted(PipelineLimits.DEPTH));
    }
    return switch (value) {
      case null -> JSON.nullNode();
      case String text -> JSON.textNode(text);
      case Boolean truth -> JSON.booleanNode(truth);
      case BigDecimal number -> JSON.numberNode(number);
      case Integer number -> JSON.numberNode(number);
      case Long number -> JSON.numberNode(number);
      case List<?> list -> {
        ArrayNode array = JSON.arrayNode();
        list.forEach(element -> array.add(toJson(element, depth + 1)));
        yield array;
      }
      case Map<?, ?> map -> {
        ObjectNode object = JSON.objectNode();
        map.forEach((key, member) -> object.set(nameOf(key), toJson(member, depth + 1)));
        yield object;
      }
      default ->
          throw new IllegalArgumentException(
              "contains a %s; use String, BigDecimal, Integer, Long, Boolean, List, Map or null"
                  .formatted(value.getClass().getName()));
    };
  }

  private static String nameOf(@Nullable Object key) {
    if (key instanceof String name) {
      return name;
    }
    throw new IllegalArgumentException("contains a map whose keys are not strings");
  }

  static StepValues of(ObjectNode parameters) {
    return new StepValues(members(parameters));
  }

  private static Map<String, @Nullable Object> members(JsonNode object) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    object.properties().forEach(field -> members.put(field.getKey(), value(field.getValue())));
    return members;
  }

  private static @Nullable Object value(JsonNode json) {
    return switch (json.getNodeType()) {
      case STRING -> json.textValue();
      case NUMBER -> json.decimalValue();
      case BOOLEAN -> json.booleanValue();
      case ARRAY -> elements(json);
      case OBJECT -> Collections.unmodifiableMap(members(json));
      case NULL, MISSING -> null;
      case BINARY, POJO -> throw new IllegalArgumentException("no JSON: " + json.getNodeType());
    };
  }

  private static List<@Nullable Object> elements(JsonNode array) {
    List<@Nullable Object> elements = new ArrayList<>();
    array.forEach(element -> elements.add(value(element)));
    return Collections.unmodifiableList(elements);
  }
}
