package io.flowforge.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.json.Json;

/** JSON that may be written with single quotes, which reads better in Java. */
public final class JsonText {

  private static final ObjectReader READER =
      Json.mapper().reader().with(JsonReadFeature.ALLOW_SINGLE_QUOTES);

  private JsonText() {}

  public static <T> T read(String json, Class<T> type) {
    try {
      return READER.forType(type).readValue(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  public static ObjectNode object(String json) {
    return read(json, ObjectNode.class);
  }

  public static JsonNode node(String json) {
    return read(json, JsonNode.class);
  }
}
