package io.flowforge.step.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.TextNode;
import io.flowforge.pipeline.Placeholders;
import io.flowforge.step.PlaceholderValues;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The request body of an API step, before values are filled in. JSON in a string is parsed first,
 * so that a quote in a value remains part of the value.
 */
sealed interface CallData {

  /** No request body. */
  record Nothing() implements CallData {}

  /** A JSON value. */
  record OfJson(JsonNode template) implements CallData {}

  /** HTML form data: names and values. */
  record OfForm(String template) implements CallData {}

  /** Any other text. */
  record OfText(String template) implements CallData {}

  Pattern LIKE_JSON = Pattern.compile("\\s*(\\{|\\[\\s*[{\\[\"]).*", Pattern.DOTALL);

  Pattern LIKE_ARRAY =
      Pattern.compile("\\s*\\[\\s*(-?\\d|true\\b|false\\b|null\\b).*", Pattern.DOTALL);

  Pattern STRING_OR_PLACEHOLDER =
      Pattern.compile("\"(?:[^\"\\\\]++|\\\\.)*+\"|\\$\\{[^{}]+}", Pattern.DOTALL);

  /** A JSON media type; the first one counts, because the client sends no other. */
  Pattern JSON_TYPE = Pattern.compile("(?i)\\s*[^;,]*[/+]json\\s*([;,].*)?");

  Pattern FORM_TYPE = Pattern.compile("(?i)\\s*application/x-www-form-urlencoded\\s*([;,].*)?");

  /**
   * Reads the parameter {@code data}.
   *
   * @param contentType the content type that a header sets; empty if none does
   * @throws IllegalArgumentException if a string is meant to be JSON but is not valid: values could
   *     not be filled in safely
   */
  static CallData read(JsonNode data, String contentType, ObjectMapper json) {
    if (data.isMissingNode() || data.isNull()) {
      return new Nothing();
    }
    if (!data.isTextual()) {
      return new OfJson(data);
    }
    String text = data.textValue();
    if (LIKE_JSON.matcher(text).matches()) {
      return parsed(text, json)
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "parameter 'data' begins like JSON but is not valid JSON"));
    }
    if (FORM_TYPE.matcher(contentType).matches()) {
      return new OfForm(text);
    }
    // Without placeholders, a pipeline may send anything.
    if (JSON_TYPE.matcher(contentType).matches() && hasPlaceholders(data)) {
      return parsed(text, json)
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "parameter 'data' has placeholders and a JSON Content-Type: it must be valid"
                          + " JSON"));
    }
    // Plain messages may begin with a bracket, too.
    return contentType.isEmpty() && LIKE_ARRAY.matcher(text).matches() && hasPlaceholders(data)
        ? parsed(text, json).orElseGet(() -> new OfText(text))
        : new OfText(text);
  }

  /** Fills in values and returns the request body; empty for none. */
  default String filled(PlaceholderValues values) {
    return switch (this) {
      case Nothing _ -> "";
      case OfJson(JsonNode template) -> values.inJson(template).toString();
      case OfForm(String template) -> values.inParameters(template);
      case OfText(String template) -> values.inText(template);
    };
  }

  /** Returns the default content type, which a header may override. */
  default String contentType() {
    return switch (this) {
      case Nothing _, OfJson _ -> "application/json";
      case OfForm _ -> "application/x-www-form-urlencoded";
      case OfText _ -> "text/plain; charset=utf-8";
    };
  }

  private static boolean hasPlaceholders(JsonNode data) {
    return !Placeholders.namesIn(data).isEmpty();
  }

  private static Optional<CallData> parsed(String text, ObjectMapper json) {
    try {
      return Optional.of(
          new OfJson(
              json.reader()
                  .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                  // Numbers such as 100.0 are sent unchanged.
                  .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                  .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                  .readTree(quoted(text))));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Quotes placeholders that stand for whole values, so that the text becomes valid JSON. */
  private static String quoted(String text) {
    return STRING_OR_PLACEHOLDER
        .matcher(text)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    match.group().startsWith("\"")
                        ? match.group()
                        : TextNode.valueOf(match.group()).toString()));
  }
}
