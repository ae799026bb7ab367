package io.flowforge.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.pipeline.Placeholders;
import io.flowforge.pipeline.TemplatePiece;
import io.flowforge.pipeline.reference.RepeatedParameter;
import io.flowforge.pipeline.reference.ValueReference;
import io.flowforge.pipeline.reference.ValueReference.FieldValue;
import io.flowforge.pipeline.reference.ValueReference.LiteralText;
import io.flowforge.pipeline.reference.ValueReference.OtherValue;
import io.flowforge.pipeline.reference.ValueReference.OutputValue;
import io.flowforge.pipeline.reference.ValueReference.RequestValue;
import io.flowforge.secret.reference.SecretName;
import io.flowforge.secret.reference.StepSecrets;
import io.flowforge.uri.PercentEncoding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Replaces placeholders by form data, escaped for its context: input of a requester always remains
 * data. An empty field counts as an empty string, or as {@code null} in JSON.
 *
 * @param formData the values by the names of placeholders
 * @param repeated the placeholders for which a query parameter is repeated for each value
 */
public record PlaceholderValues(ObjectNode formData, Set<String> repeated) {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Creates values of which none is repeated. */
  public PlaceholderValues(ObjectNode formData) {
    this(formData, Set.of());
  }

  /**
   * Returns these values with those of secrets. A requester's value of the same name gives way: it
   * belongs to no field of the form.
   */
  public PlaceholderValues with(StepSecrets secrets) {
    if (secrets.values().isEmpty()) {
      return this;
    }
    var all = JSON.objectNode();
    all.setAll(formData);
    secrets.values().forEach(secret -> all.put(SecretName.PREFIX + secret.name(), secret.value()));
    return new PlaceholderValues(all, repeated);
  }

  /** Returns these values with another one, of a name that no form field has. */
  public PlaceholderValues with(String name, String value) {
    var all = JSON.objectNode();
    all.setAll(formData);
    return new PlaceholderValues(all.put(name, value), repeated);
  }

  /**
   * Returns these values with a stand-in for each that is not known yet, such as a secret or an
   * output, for checks that come before any call.
   */
  public PlaceholderValues withStandIns(Set<String> placeholders) {
    var all = JSON.objectNode();
    all.setAll(formData);
    Set<String> parameters = new HashSet<>();
    for (String name : placeholders) {
      if (!formData.has(name)) {
        ValueReference reference = ValueReference.of(name, formData::has);
        if (reference.source() instanceof FieldValue(_, boolean repeats) && repeats) {
          parameters.add(name);
        }
        standIn(name, reference).ifPresent(value -> all.set(name, value));
      }
    }
    return all.size() == formData.size() ? this : new PlaceholderValues(all, parameters);
  }

  private Optional<JsonNode> standIn(String name, ValueReference reference) {
    String fallback = reference.fallback();
    return switch (reference.source()) {
      case FieldValue(String field, _) -> {
        JsonNode value = formData.path(field);
        yield Optional.of(
            fallback != null && MissingValues.isMissing(value) ? JSON.textNode(fallback) : value);
      }
      case OutputValue(String step, String output) ->
          Optional.of(JSON.textNode(ValueReference.OUTPUTS + step + "." + output));
      case RequestValue(String value) -> Optional.of(JSON.textNode(ValueReference.REQUEST + value));
      case LiteralText(String text) -> Optional.of(JSON.textNode(text));
      case OtherValue(String other) ->
          SecretName.isReference(other)
              ? Optional.of(JSON.textNode(name))
              : Optional.ofNullable(fallback).map(JSON::textNode);
    };
  }

  /**
   * Fills a URL; values are percent-encoded.
   *
   * @throws IllegalArgumentException if a value contains or forms a {@code .} or {@code ..} segment
   *     in the path: some servers decode the path before they resolve such segments
   */
  public String inUrl(String template) {
    // As long as the template, but a question mark in a field name does not begin the query.
    String literal = Placeholders.replaced(template, name -> "x".repeat(name.length() + 3));
    int query = literal.contains("?") ? literal.indexOf('?') : template.length();
    String path = template.substring(0, query);
    String filled = Placeholders.replaced(path, this::inPath);
    // Values may form a segment together, such as one that ends before two dots and a slash.
    if (DotSegments.countIn(filled) != DotSegments.countIn(literal.substring(0, query))) {
      throw new IllegalArgumentException(
          "the values must not form a '.' or '..' segment in the path of the URL");
    }
    return filled + inQuery(template.substring(query));
  }

  /**
   * Fills the query with its question mark, and the fragment. A parameter that is repeated is left
   * out if there is no value.
   */
  private String inQuery(String template) {
    if (repeated.isEmpty() || template.isEmpty()) {
      return inParameters(template);
    }
    String masked = Placeholders.masked(template);
    int end = masked.contains("#") ? masked.indexOf('#') : template.length();
    List<String> filled = new ArrayList<>();
    for (String part :
        RepeatedParameter.split(template.substring(1, end), masked.substring(1, end))) {
      int equals = Placeholders.masked(part).indexOf('=');
      String name = Placeholders.soleNameIn(part.substring(equals + 1));
      if (equals >= 0 && repeated.contains(name)) {
        String key = inParameters(part.substring(0, equals + 1));
        texts(name).stream()
            .filter(value -> !value.isEmpty())
            .forEach(value -> filled.add(key + PercentEncoding.encode(value)));
      } else {
        filled.add(inParameters(part));
      }
    }
    String query = String.join("&", filled);
    return (query.isEmpty() ? "" : "?" + query) + inParameters(template.substring(end));
  }

  private String inPath(String name) {
    String value = text(name);
    String dots = DotSegments.firstIn(value);
    if (!dots.isEmpty()) {
      throw new IllegalArgumentException(
          "the value of '%s' must not contain the segment '%s' in the path of a URL"
              .formatted(name, dots));
    }
    return PercentEncoding.encode(value);
  }

  /**
   * Fills the value of an HTTP header. A value that is the whole header may be anything printable;
   * one beside other text must not contain what separates the parts of a header.
   *
   * @param header the name of the header
   * @throws IllegalArgumentException if a value is not printable ASCII or would become a part of
   *     its own
   */
  public String inHeader(String header, String template) {
    List<TemplatePiece> pieces = TemplatePiece.of(template);
    var filled = new StringBuilder();
    for (int index = 0; index < pieces.size(); index++) {
      switch (pieces.get(index)) {
        case TemplatePiece.Literal(String text) -> filled.append(text);
        case TemplatePiece.Placeholder(String name) -> {
          for (String value : texts(name)) {
            requireOneLine(name, value);
            requireAscii(name, value, header);
            if (pieces.size() > 1) {
              requireOnePart(name, value, header, pieces, index);
            }
          }
          filled.append(text(name));
        }
      }
    }
    return filled.toString();
  }

  /**
   * Fills the name of an HTTP header.
   *
   * @throws IllegalArgumentException if a value contains a control character
   */
  public String inHeaderName(String template) {
    return Placeholders.replaced(
        template,
        name -> {
          requireOneLine(name, text(name));
          return text(name);
        });
  }

  private static void requireOneLine(String name, String value) {
    if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
      throw new IllegalArgumentException(
          "the value of '"
              + name
              + "' must not contain line breaks or control characters in a header");
    }
  }

  private static void requireAscii(String name, String value, String header) {
    if (value.chars().anyMatch(c -> c > 0x7f)) {
      throw new IllegalArgumentException(
          "the value of '%s' must consist of ASCII characters in the header '%s'"
              .formatted(name, header));
    }
  }

  private static void requireOnePart(
      String name, String value, String header, List<TemplatePiece> pieces, int index) {
    HeaderSeparators.firstIn(value, header, pieces, index)
        .ifPresent(
            separator -> {
              throw new IllegalArgumentException(
                  "the value of '%s' must not contain '%s' in the header '%s', where it separates parts"
                      .formatted(name, separator, header));
            });
  }

  /**
   * Fills the query of a URL or the data of an HTML form; values are percent-encoded, with a space
   * as {@code %20}, which form parsers accept in place of a plus sign.
   */
  public String inParameters(String template) {
    return Placeholders.replaced(template, name -> PercentEncoding.encode(text(name)));
  }

  /** Fills plain text; values are inserted unchanged. */
  public String inText(String template) {
    return Placeholders.replaced(template, this::text);
  }

  /**
   * Fills JSON. A string that consists of one placeholder becomes the value with its type.
   *
   * @throws IllegalArgumentException if a value forms a key that exists already
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
      throw new IllegalArgumentException("the data contains the key '" + key + "' twice");
    }
    object.set(key, value);
  }

  /**
   * Returns a value as text: the values of several checked boxes, or of another array without
   * arrays and objects in it, with commas; any other array or object as JSON.
   */
  public String text(String name) {
    return String.join(",", texts(name));
  }

  private List<String> texts(String name) {
    JsonNode value = formData.path(name);
    if (value.isObject()
        || (value.isArray() && value.valueStream().anyMatch(JsonNode::isContainerNode))) {
      return List.of(value.toString());
    }
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false).map(JsonNode::asText).toList();
    }
    return List.of(value.isNull() ? "" : value.asText());
  }
}
