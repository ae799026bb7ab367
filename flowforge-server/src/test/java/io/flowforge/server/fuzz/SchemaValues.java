package io.flowforge.server.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.server.testing.ApiOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.instancio.Random;

/**
 * Values after a schema of openapi.yaml.
 *
 * @param known values that name something that is there, by the names of their properties
 */
record SchemaValues(Random random, Map<String, List<JsonNode>> known) {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** A value that the schema allows; what it leaves open is anything. */
  JsonNode fitting(String name, JsonNode reference) {
    JsonNode schema = ApiOperation.resolved(reference);
    // A parameter of that name may be something else elsewhere, such as before.
    boolean isNumber = schema.path("type").asText().equals("integer");
    List<JsonNode> there =
        known.getOrDefault(name, List.of()).stream()
            .filter(value -> value.isInt() == isNumber)
            .toList();
    if (!there.isEmpty() && random.trueOrFalse(0.8)) {
      return random.oneOf(there);
    }
    if (schema.path("nullable").asBoolean() && random.trueOrFalse(0.2)) {
      return JSON.nullNode();
    }
    if (schema.has("enum")) {
      return random.oneOf(elements(schema.get("enum")));
    }
    if (schema.has("oneOf")) {
      return fitting(name, random.oneOf(elements(schema.get("oneOf"))));
    }
    return switch (schema.path("type").asText()) {
      case "object" -> object(schema);
      case "array" -> array(name, schema);
      case "integer" -> JSON.numberNode(random.intRange(least(schema), most(schema)));
      case "number" -> JSON.numberNode(random.doubleRange(-1e9, 1e9));
      case "boolean" -> JSON.booleanNode(random.trueOrFalse());
      case "string" -> text(schema);
      default -> new WildValues(random).json();
    };
  }

  /** The example with what is there in the place of what it invents. */
  JsonNode asThereIs(JsonNode example) {
    JsonNode copy = example.deepCopy();
    putKnown(copy);
    return copy;
  }

  private void putKnown(JsonNode json) {
    if (json instanceof ObjectNode object) {
      for (String name : names(object)) {
        if (known.containsKey(name)) {
          object.set(name, random.oneOf(known.getOrDefault(name, List.of())));
        }
      }
    }
    json.forEach(this::putKnown);
  }

  private JsonNode object(JsonNode schema) {
    if (!schema.has("properties")) {
      return new WildValues(random).object();
    }
    Set<String> required = Set.copyOf(texts(schema.path("required")));
    ObjectNode object = JSON.objectNode();
    for (var property : schema.get("properties").properties()) {
      if (required.contains(property.getKey()) || random.trueOrFalse()) {
        object.set(property.getKey(), fitting(property.getKey(), property.getValue()));
      }
    }
    return object;
  }

  private JsonNode array(String name, JsonNode schema) {
    ArrayNode array = JSON.arrayNode();
    int least = schema.path("minItems").asInt(0);
    for (int i = random.intRange(least, least + 3); i > 0; i--) {
      array.add(fitting(name, schema.path("items")));
    }
    return array;
  }

  private JsonNode text(JsonNode schema) {
    boolean isFree = !schema.has("pattern") && !schema.has("format");
    if (schema.has("example") && (!isFree || random.trueOrFalse())) {
      return schema.get("example");
    }
    return JSON.textNode(
        isFree && random.trueOrFalse(0.3)
            ? new WildValues(random).text()
            : random.alphanumeric(random.intRange(1, 12)));
  }

  private static int least(JsonNode schema) {
    return schema.path("minimum").asInt(-1_000_000);
  }

  private static int most(JsonNode schema) {
    return schema.path("maximum").asInt(1_000_000);
  }

  private static List<String> names(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<JsonNode> elements(JsonNode array) {
    List<JsonNode> elements = new ArrayList<>();
    array.forEach(elements::add);
    return elements;
  }

  private static List<String> texts(JsonNode array) {
    return elements(array).stream().map(JsonNode::asText).toList();
  }
}
