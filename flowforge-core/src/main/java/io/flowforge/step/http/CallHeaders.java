package io.flowforge.step.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.pipeline.Placeholders;
import io.flowforge.step.PlaceholderValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the parameter {@code headers}. One that is null is as good as not there. */
final class CallHeaders {

  static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  /** They say how the message is sent, or to whom, and are the client's. RFC 9110, 7; RFC 9112. */
  private static final Set<String> OF_THE_CLIENT =
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
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

  private CallHeaders() {}

  /** What is wrong with them as they stand in a pipeline. */
  static List<String> problemsOf(JsonNode headers) {
    if (!headers.isMissingNode() && !headers.isNull() && !headers.isObject()) {
      return List.of("parameter 'headers' must be an object of texts");
    }
    List<String> problems = new ArrayList<>();
    headers
        .properties()
        .forEach(
            header -> {
              if (!header.getValue().isValueNode()) {
                problems.add("parameter 'headers': '" + header.getKey() + "' must be a text");
              } else {
                // What a value does to them is seen when it is there.
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
   * The headers with values in them, in their order. A blank idempotency key is among them only
   * when the pipeline wants none.
   *
   * @throws IllegalArgumentException when a value does not fit
   */
  static Map<String, String> of(JsonNode headers, PlaceholderValues values) {
    Map<String, String> filled = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> header : given(headers)) {
      String name = values.inHeader(header.getKey());
      String value = values.inHeader(header.getValue().asText());
      if (!isBlankKey(name, value) || wantsNoKey(header)) {
        put(filled, name, value);
      }
    }
    return filled;
  }

  /** Whether the pipeline itself says that there is to be no idempotency key: no value can. */
  static boolean wantNoKey(JsonNode headers) {
    return given(headers).stream().anyMatch(CallHeaders::wantsNoKey);
  }

  /** What the body is, as far as the pipeline itself says it; else empty. */
  static String contentTypeIn(JsonNode headers) {
    Map<String, String> literals = new LinkedHashMap<>();
    given(headers)
        .forEach(
            header -> literals.put(literal(header.getKey()), literal(header.getValue().asText())));
    return contentTypeIn(literals);
  }

  /** What the body is; empty when no header says it. */
  static String contentTypeIn(Map<String, String> headers) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase("Content-Type"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  private static List<Map.Entry<String, JsonNode>> given(JsonNode headers) {
    return headers.properties().stream().filter(header -> !header.getValue().isNull()).toList();
  }

  /** What has a placeholder in it is neither that name nor blank. */
  private static boolean wantsNoKey(Map.Entry<String, JsonNode> header) {
    return isBlankKey(header.getKey(), header.getValue().asText());
  }

  static boolean isKey(String name) {
    return name.equalsIgnoreCase(IDEMPOTENCY_KEY);
  }

  static boolean isBlankKey(String name, String value) {
    return isKey(name) && value.isBlank();
  }

  /** Refuses a second header of the name: a value must not replace what the pipeline says. */
  private static void put(Map<String, String> headers, String name, String value) {
    String problem = problem(name, value);
    if (!problem.isEmpty()) {
      throw new IllegalArgumentException(problem);
    }
    if (headers.keySet().stream().anyMatch(name::equalsIgnoreCase)) {
      throw new IllegalArgumentException("the header '" + name + "' is there twice");
    }
    headers.put(name, value);
  }

  private static String problem(String name, String value) {
    if (!NAME.matcher(name).matches()) {
      return "'" + name + "' is not the name of a header";
    }
    if (OF_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
      return "the header '" + name + "' is not for a pipeline to set";
    }
    return VALUE.matcher(value).matches()
        ? ""
        : "the value of the header '" + name + "' must be printable ASCII on one line";
  }

  private static String literal(String template) {
    return Placeholders.replaced(template, _ -> "x");
  }
}
