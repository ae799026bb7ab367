package io.flowforge.step;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.Placeholders;
import java.nio.charset.StandardCharsets;
import java.util.stream.StreamSupport;

/**
 * Puts form data in the place of placeholders, escaped for where they stand: whatever a requester
 * types stays data. A field that was left empty counts as the empty text, or as JSON's null.
 */
public record PlaceholderValues(ObjectNode formData) {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /**
   * For a URL: values are percent-encoded as UTF-8, all but the unreserved characters of <a
   * href="https://www.rfc-editor.org/rfc/rfc3986#section-2.3">RFC 3986</a>.
   *
   * @throws IllegalArgumentException when a value would climb up the path: some servers decode it
   *     first, so that its slashes count
   */
  public String inUrl(String template) {
    // As long as the template: a question mark in the name of a field begins no query.
    String literal = Placeholders.replaced(template, name -> "x".repeat(name.length() + 3));
    int query = literal.contains("?") ? literal.indexOf('?') : template.length();
    String path = template.substring(0, query);
    String filled = Placeholders.replaced(path, this::inPath);
    // Values may make one together, such as two dots between them and a slash.
    if (DotSegments.countIn(filled) != DotSegments.countIn(literal.substring(0, query))) {
      throw new IllegalArgumentException(
          "the values must not make a '.' or '..' in the path of the URL");
    }
    return filled + inParameters(template.substring(query));
  }

  private String inPath(String name) {
    String value = text(name);
    String dots = DotSegments.firstIn(value);
    if (!dots.isEmpty()) {
      throw new IllegalArgumentException(
          "the value of '%s' must not have a '%s' in the path of a URL".formatted(name, dots));
    }
    return percentEncoded(value);
  }

  /**
   * For the name or value of an HTTP header.
   *
   * @throws IllegalArgumentException when a value would end the header or hide in it
   */
  public String inHeader(String template) {
    return Placeholders.replaced(
        template,
        name -> {
          String value = text(name);
          if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
            throw new IllegalArgumentException(
                "the value of '" + name + "' must not have line breaks in a header");
          }
          return value;
        });
  }

  /**
   * For the query of a URL, or the data of an HTML form: percent-encoded, a space as {@code %20},
   * which every reader of forms takes for the same as a plus sign.
   */
  public String inParameters(String template) {
    return Placeholders.replaced(template, name -> percentEncoded(text(name)));
  }

  /** For plain text. */
  public String inText(String template) {
    return Placeholders.replaced(template, this::text);
  }

  /**
   * For JSON: a text that is one placeholder becomes the value itself, with its type.
   *
   * @throws IllegalArgumentException when a value would make a key that is there already
   */
  public JsonNode inJson(JsonNode template) {
    return switch (template.getNodeType()) {
      case OBJECT -> {
        ObjectNode object = JSON.objectNode();
        template
            .properties()
            .forEach(field -> put(object, inText(field.getKey()), inJson(field.getValue())));
        yield object;
      }
      case ARRAY -> {
        ArrayNode array = JSON.arrayNode();
        template.forEach(element -> array.add(inJson(element)));
        yield array;
      }
      case STRING -> {
        String sole = Placeholders.soleNameIn(template.textValue());
        yield sole.isEmpty()
            ? JSON.textNode(inText(template.textValue()))
            : formData.path(sole).isMissingNode() ? JSON.nullNode() : formData.path(sole);
      }
      case BOOLEAN, NUMBER, NULL, BINARY, POJO, MISSING -> template;
    };
  }

  private static void put(ObjectNode object, String key, JsonNode value) {
    if (object.has(key)) {
      throw new IllegalArgumentException("the data has the key '" + key + "' twice");
    }
    object.set(key, value);
  }

  private String text(String name) {
    JsonNode value = formData.path(name);
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(JsonNode::asText)
          .collect(joining(","));
    }
    return value.isNull() ? "" : value.asText();
  }

  private static String percentEncoded(String value) {
    var encoded = new StringBuilder();
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if ((c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || "-._~".indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append('%').append("%02X".formatted((int) c));
      }
    }
    return encoded.toString();
  }
}
