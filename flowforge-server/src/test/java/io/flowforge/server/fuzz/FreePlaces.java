package io.flowforge.server.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.flowforge.server.testing.ApiOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.instancio.Random;

/**
 * Where a schema lets a value be whatever it likes: texts, and JSON of any kind. What is wild there
 * goes through every check of shapes and deep into the server.
 */
record FreePlaces(Random random, WildValues wild) {

  /** Puts something wild into one or two of these places of the value. */
  void fill(JsonNode value, JsonNode schema) {
    List<Runnable> changes = new ArrayList<>();
    collect(value, schema, _ -> {}, changes);
    for (int i = random.intRange(1, 2); i > 0 && !changes.isEmpty(); i--) {
      random.oneOf(changes).run();
    }
  }

  private void collect(
      JsonNode value, JsonNode reference, Consumer<JsonNode> replace, List<Runnable> changes) {
    JsonNode schema = ApiOperation.resolved(reference);
    if (schema.has("properties") && value instanceof ObjectNode object) {
      for (var property : schema.get("properties").properties()) {
        String name = property.getKey();
        if (object.has(name)) {
          collect(object.path(name), property.getValue(), to -> object.set(name, to), changes);
        }
      }
    } else if (schema.has("items") && value instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int at = i;
        collect(array.path(i), schema.get("items"), to -> array.set(at, to), changes);
      }
    } else if (schema.path("type").asText().equals("string")) {
      if (!schema.has("enum")) {
        changes.add(() -> replace.accept(TextNode.valueOf(wild.text())));
      }
    } else if (!schema.has("type") || value.isObject()) {
      collectAll(value, replace, changes);
    }
  }

  private void collectAll(JsonNode value, Consumer<JsonNode> replace, List<Runnable> changes) {
    if (value instanceof ObjectNode object) {
      changes.add(() -> object.set(wild.text(), wild.json()));
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      names.forEach(name -> collectAll(object.path(name), to -> object.set(name, to), changes));
    } else {
      changes.add(() -> replace.accept(wild.json()));
    }
  }
}
