package io.flowforge.step.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.pipeline.Placeholders;
import io.flowforge.scan.CharacterSet;
import io.flowforge.step.PlaceholderValues;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads the parameter {@code headers}. A header with the value null counts as absent. */
final class CallHeaders {

  static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  /** Headers that control the transmission; the client sets them. RFC 9110, 7; RFC 9112. */
  private static final Set<String> SET_BY_CLIENT =
      Set.of(
          "host",
          "content-length",
          "transfer-encoding",
          "connection",
          "proxy-connection",
          "keep-alive",
          "upgrade",
          "te",
          "trailer",
          "expect");

  /** See <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2">RFC 9110, 5.6.2</a>. */
  private static final CharacterSet NAME = CharacterSet.of("!#$%&'*+.^_`|~0-9A-Za-z-");

  private static final CharacterSet VALUE = CharacterSet.of("\t -~");

  private CallHeaders() {}

  /** Returns the problems of the headers of a pipeline, before values are filled in. */
  static List<String> problemsOf(JsonNode headers) {
    if (!headers.isMissingNode() && !headers.isNull() && !headers.isObject()) {
      return List.of("parameter 'headers' must be an object whose values are strings");
    }
    List<String> problems = new ArrayList<>();
    headers
        .properties()
        .forEach(
            header -> {
              if (!header.getValue().isValueNode()) {
                problems.add("parameter 'headers': '" + header.getKey() + "' must be a string");
              } else {
                // Values of a form are checked when the call is made.
                String problem =
                    problem(literal(header.getKey()), literal(header.getValue().asText("")));
                if (!problem.isEmpty()) {
                  problems.add("parameter 'headers': " + problem);
                }
              }
            });
    return problems;
  }

  /**
   * Fills in values and returns the headers in their order. A blank idempotency key is kept only if
   * the pipeline itself removes the key.
   *
   * @throws IllegalArgumentException if a value is invalid in a header
   */
  static Map<String, String> of(JsonNode headers, PlaceholderValues values) {
    Map<String, String> filled = new LinkedHashMap<>();
    Set<String> names = new HashSet<>();
    for (Map.Entry<String, JsonNode> header : present(headers)) {
      String name = values.inHeaderName(header.getKey());
      String value = values.inHeader(name, header.getValue().asText());
      if (!isBlankKey(name, value) || removesKey(header)) {
        String problem = problem(name, value);
        if (!problem.isEmpty()) {
          throw new IllegalArgumentException(problem);
        }
        // A value must not replace what the pipeline sets.
        if (!names.add(name.toLowerCase(Locale.ROOT))) {
          throw new IllegalArgumentException("the header '" + name + "' occurs twice");
        }
        filled.put(name, value);
      }
    }
    return filled;
  }

  /** Tests whether the pipeline removes the idempotency key, which a value cannot do. */
  static boolean removeKey(JsonNode headers) {
    return present(headers).stream().anyMatch(CallHeaders::removesKey);
  }

  /** Returns the content type that the pipeline sets without placeholders; else empty. */
  static String contentTypeIn(JsonNode headers) {
    Map<String, String> literals = new LinkedHashMap<>();
    present(headers)
        .forEach(
            header -> literals.put(literal(header.getKey()), literal(header.getValue().asText())));
    return contentTypeIn(literals);
  }

  /** Tests whether the pipeline sets the content type, name and value, without placeholders. */
  static boolean hasLiteralContentType(JsonNode headers) {
    return present(headers).stream()
        .anyMatch(
            header ->
                header.getKey().equalsIgnoreCase("Content-Type")
                    && Placeholders.namesIn(header.getValue()).isEmpty());
  }

  /** Returns the content type that the headers set; else empty. */
  static String contentTypeIn(Map<String, String> headers) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase("Content-Type"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  private static List<Map.Entry<String, JsonNode>> present(JsonNode headers) {
    return headers.properties().stream().filter(header -> !header.getValue().isNull()).toList();
  }

  /** A header with a placeholder does not count, whatever its value. */
  private static boolean removesKey(Map.Entry<String, JsonNode> header) {
    return isBlankKey(header.getKey(), header.getValue().asText());
  }

  static boolean isKey(String name) {
    return name.equalsIgnoreCase(IDEMPOTENCY_KEY);
  }

  static boolean isBlankKey(String name, String value) {
    return isKey(name) && value.isBlank();
  }

  private static String problem(String name, String value) {
    if (name.isEmpty() || !NAME.containsAll(name)) {
      return "'" + name + "' is not a valid header name";
    }
    if (SET_BY_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
      return "the header '" + name + "' cannot be set by a pipeline";
    }
    return VALUE.containsAll(value)
        ? ""
        : "the value of the header '" + name + "' must be printable ASCII on one line";
  }

  private static String literal(String template) {
    return Placeholders.replaced(template, _ -> "x");
  }
}
