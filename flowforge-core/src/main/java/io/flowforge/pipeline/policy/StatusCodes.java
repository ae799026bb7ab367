package io.flowforge.pipeline.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowforge.scan.CharacterSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A set of HTTP status codes: single ones such as {@code 404}, and classes such as {@code 2xx}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15">RFC 9110, 15</a>
 */
public record StatusCodes(Set<String> patterns) {

  static final StatusCodes SUCCESSFUL = new StatusCodes(Set.of("2xx"));

  public StatusCodes {
    patterns = Set.copyOf(patterns);
  }

  public boolean contain(int status) {
    return matches(patterns, Integer.toString(status));
  }

  /** Returns whether the set contains the name or, if it is a status code, its class. */
  static boolean matches(Set<String> patterns, String name) {
    return patterns.contains(name)
        || (isCodeOrClass(name) && patterns.contains(name.charAt(0) + "xx"));
  }

  /** Returns whether the value is a status code or a class of them, as a number or a string. */
  static boolean isOne(JsonNode node) {
    return (node.isIntegralNumber() || node.isTextual()) && isCodeOrClass(node.asText());
  }

  private static boolean isCodeOrClass(String name) {
    return name.length() == 3
        && name.charAt(0) >= '1'
        && name.charAt(0) <= '5'
        && (name.endsWith("xx") || CharacterSet.DIGITS.containsAll(name));
  }

  static StatusCodes of(List<JsonNode> nodes) {
    Set<String> patterns = new LinkedHashSet<>();
    nodes.forEach(node -> patterns.add(node.asText()));
    return new StatusCodes(patterns);
  }

  ArrayNode toJson() {
    return toJson(patterns);
  }

  /** Sorts the codes, and writes single ones as numbers, so that equal sets give equal JSON. */
  static ArrayNode toJson(Set<String> patterns) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    patterns.stream()
        .sorted()
        .forEach(
            pattern -> {
              if (CharacterSet.DIGITS.containsAll(pattern)) {
                array.add(Integer.parseInt(pattern));
              } else {
                array.add(pattern);
              }
            });
    return array;
  }
}
