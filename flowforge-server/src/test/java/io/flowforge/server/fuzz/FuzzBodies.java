package io.flowforge.server.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.instancio.Random;

/** Bodies after an example and a schema, from what fits to what is no JSON at all. */
record FuzzBodies(Random random, SchemaValues values, WildValues wild) {

  private static final ObjectMapper RAW = new ObjectMapper();

  /** Writes halves of surrogate pairs, too, which UTF-8 has no bytes for. */
  private static final ObjectMapper ESCAPED =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  FuzzBodies(Random random, SchemaValues values) {
    this(random, values, new WildValues(random));
  }

  /** Returns a body that the document allows. */
  byte[] good(JsonNode mediaType) {
    JsonNode example = mediaType.path("example");
    return bytes(
        example.isMissingNode()
            ? values.fitting("", mediaType.path("schema"))
            : random.trueOrFalse(0.4) ? withFlow(example) : values.asThereIs(example));
  }

  /** Pipelines of the example get steps that build on each other; other examples do not change. */
  private JsonNode withFlow(JsonNode example) {
    JsonNode value = values.asThereIs(example);
    new FuzzFlows(random).rebuild(value);
    return value;
  }

  /** More than the server takes. */
  byte[] tooLarge(JsonNode mediaType) {
    return (new String(good(mediaType), UTF_8) + " ".repeat(1_200_000)).getBytes(UTF_8);
  }

  /** Anything else. */
  byte[] faulty(JsonNode mediaType) {
    JsonNode schema = mediaType.path("schema");
    JsonNode example = mediaType.path("example");
    return switch (random.intRange(0, 22)) {
      case 0, 1, 2, 3 -> bytes(withProblem(values.asThereIs(example)));
      case 4 -> bytes(withProblem(withProblem(values.asThereIs(example))));
      case 5, 6, 7 -> bytes(values.fitting("", schema));
      case 8, 9 -> bytes(withProblem(values.fitting("", schema)));
      case 10 -> bytes(wild.json());
      case 11 -> malformed(bytes(values.asThereIs(example)));
      case 12, 13, 14, 15, 16, 17 -> {
        JsonNode free = values.asThereIs(example);
        new FreePlaces(random, wild).fill(free, schema);
        yield bytes(free);
      }
      case 18 -> bytes(withProblem(withFlow(example)));
      case 19, 20, 21 -> {
        JsonNode flow = withFlow(example);
        new FuzzFlows(random).spoil(flow);
        yield bytes(flow);
      }
      default -> new byte[0];
    };
  }

  /** Changes one thing somewhere in the value. */
  private JsonNode withProblem(JsonNode value) {
    List<JsonNode> containers = new ArrayList<>();
    collectContainers(value, containers);
    if (containers.isEmpty()) {
      return wild.json();
    }
    switch (random.oneOf(containers)) {
      case ObjectNode object -> disturb(object);
      case ArrayNode array -> disturb(array);
      default -> throw new IllegalStateException("neither object nor array");
    }
    return value;
  }

  private void disturb(ObjectNode object) {
    String name = random.oneOf(names(object));
    JsonNode given = object.path(name);
    switch (random.intRange(0, 8)) {
      case 0, 1 -> object.remove(name);
      case 2 -> object.putNull(name);
      case 3 -> object.set(name, wild.json());
      case 4 -> object.put(name, wild.text());
      case 5 -> object.set(name, wild.number());
      case 6 -> object.putArray(name).add(given);
      case 7 -> object.put(name, given.asText());
      default -> object.set(wild.text(), wild.json());
    }
  }

  private void disturb(ArrayNode array) {
    switch (random.intRange(0, 3)) {
      case 0 -> array.removeAll();
      case 1 -> array.add(wild.json());
      case 2 -> array.insertNull(0);
      default -> array.addAll(array.deepCopy());
    }
  }

  private byte[] malformed(byte[] good) {
    String text = new String(good, UTF_8);
    int somewhere = random.intRange(0, text.length() - 1);
    return switch (random.intRange(0, 8)) {
      case 0 -> text.substring(0, somewhere).getBytes(UTF_8);
      case 1 -> (text + text).getBytes(UTF_8);
      case 2 -> ('\ufeff' + text).getBytes(UTF_8);
      case 3 -> text.replace('"', '\'').getBytes(UTF_8);
      case 4 -> text.getBytes(Charset.forName(random.oneOf("UTF-16", "UTF-16LE", "UTF-32")));
      case 5 ->
          (text.substring(0, somewhere) + wild.text() + text.substring(somewhere)).getBytes(UTF_8);
      case 6 -> "[".repeat(100_000).getBytes(UTF_8);
      case 7 -> text.replaceFirst("\\{", "{\"org_id\": 1, \"org_id\": \"x\",").getBytes(UTF_8);
      default -> {
        good[somewhere] = random.byteRange(Byte.MIN_VALUE, Byte.MAX_VALUE);
        yield good;
      }
    };
  }

  private byte[] bytes(JsonNode value) {
    try {
      return (random.trueOrFalse() ? RAW : ESCAPED).writeValueAsString(value).getBytes(UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void collectContainers(JsonNode value, List<JsonNode> containers) {
    if (value.isContainerNode() && !value.isEmpty() && containers.size() < 100) {
      containers.add(value);
      value.forEach(inner -> collectContainers(inner, containers));
    }
  }

  private static List<String> names(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
