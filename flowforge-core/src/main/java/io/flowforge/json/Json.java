package io.flowforge.json;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * The parsers and the mapper of JSON: snake case, unknown properties ignored, times as ISO-8601
 * strings in UTC.
 */
public final class Json {

  private Json() {}

  /** Creates a mapper. Share it: creating one is expensive, and using one is thread-safe. */
  public static ObjectMapper mapper() {
    return JsonMapper.builder(factory().build())
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .addModule(new JavaTimeModule())
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .build();
  }

  /**
   * Returns the builder of a factory of parsers. By default Jackson keeps buffers with each thread;
   * a call that waits for its target, which has a thread of its own, would hold 16 KiB in vain.
   */
  public static JsonFactoryBuilder factory() {
    return new JsonFactoryBuilder().recyclerPool(JsonRecyclerPools.sharedBoundedPool());
  }

  /**
   * Returns a reader of values that are passed on: numbers such as 100.0 keep their digits, and
   * what two readers could understand differently is refused, such as a key that stands twice.
   */
  public static ObjectReader exactReader(ObjectMapper mapper) {
    return mapper
        .readerFor(JsonNode.class)
        .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
        .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /**
   * Tests whether a value is nested more deeply. A string or an empty array has no level.
   *
   * @param levels the maximum, which also bounds the depth of this method
   */
  public static boolean isDeeper(JsonNode value, int levels) {
    for (JsonNode child : value) {
      if (levels <= 0 || isDeeper(child, levels - 1)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the path to the invalid value, such as {@code steps[0].step_name}. */
  public static String pathOf(JsonMappingException problem) {
    var path = new StringBuilder();
    for (Reference reference : problem.getPath()) {
      if (reference.getFieldName() == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
      }
    }
    return path.toString();
  }
}
