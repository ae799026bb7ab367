package io.flowforge.step.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.step.api.StepValues;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as classes of the JDK. */
final class PluginValues {

  private PluginValues() {}

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
