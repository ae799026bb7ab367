package io.flowforge.condition.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cel.common.values.NullValue;

/** The values of CEL that stand for values of JSON. */
final class JsonValues {

  private JsonValues() {}

  /** Returns the value. Objects and arrays are read in place, when the condition looks at them. */
  static Object of(JsonNode node, Work work) {
    return switch (node) {
      case ObjectNode object -> new JsonObjectValue(object, work);
      case ArrayNode array -> new JsonArrayValue(array, work);
      default ->
          switch (node.getNodeType()) {
            case STRING -> node.textValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> number(node);
            default -> NullValue.NULL_VALUE;
          };
    };
  }

  /** Returns integers of up to 64 bits as such, and all other numbers as the nearest double. */
  private static Object number(JsonNode node) {
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.longValue();
    }
    return node.doubleValue();
  }
}
