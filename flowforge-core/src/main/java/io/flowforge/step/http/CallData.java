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
 * What an API step sends, before values are put in. Some pipelines hold JSON as a text: it is read
 * as JSON first, so that a quote in a value stays part of the value.
 */
sealed interface CallData {

  /** There is nothing to send. */
  record Nothing() implements CallData {}

  record OfJson(JsonNode template) implements CallData {}

  /** Of an HTML form: names and values. */
  record OfForm(String template) implements CallData {}

  record OfText(String template) implements CallData {}

  Pattern LIKE_JSON = Pattern.compile("\\s*(\\{|\\[\\s*[{\\[\"]).*", Pattern.DOTALL);

  Pattern LIKE_LIST =
      Pattern.compile("\\s*\\[\\s*(-?\\d|true\\b|false\\b|null\\b).*", Pattern.DOTALL);

  Pattern TEXT_OR_PLACEHOLDER =
      Pattern.compile("\"(?:[^\"\\\\]++|\\\\.)*+\"|\\$\\{[^{}]+}", Pattern.DOTALL);

  /** The client sends the first of several types. */
  Pattern JSON_TYPE = Pattern.compile("(?i)\\s*[^;,]*[/+]json\\s*([;,].*)?");

  Pattern FORM_TYPE = Pattern.compile("(?i)\\s*application/x-www-form-urlencoded\\s*([;,].*)?");

  /**
   * Reads the parameter {@code data}.
   *
   * @param contentType what a header says that it is; empty when none does
   * @throws IllegalArgumentException when it is a text that is meant to be JSON and is not: values
   *     could not be put into it safely
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
                  new IllegalArgumentException("parameter 'data' looks like JSON, but it is not"));
    }
    if (FORM_TYPE.matcher(contentType).matches()) {
      return new OfForm(text);
    }
    // Without placeholders a pipeline may send what it likes.
    if (JSON_TYPE.matcher(contentType).matches() && hasPlaceholders(data)) {
      return parsed(text, json)
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "parameter 'data' is sent as JSON, but it is not, and it has placeholders"));
    }
    // Many a message begins with a bracket, too.
    return contentType.isEmpty() && LIKE_LIST.matcher(text).matches() && hasPlaceholders(data)
        ? parsed(text, json).orElseGet(() -> new OfText(text))
        : new OfText(text);
  }

  /** Puts values in. */
  default String filled(PlaceholderValues values) {
    return switch (this) {
      case Nothing _ -> "";
      case OfJson(JsonNode template) -> values.inJson(template).toString();
      case OfForm(String template) -> values.inParameters(template);
      case OfText(String template) -> values.inText(template);
    };
  }

  /** What it is, unless a header says something else. */
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
                  // A price of 100.0 is written as it was.
                  .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                  .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                  .readTree(quoted(text))));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** A placeholder outside of quotes stands for a whole value: in quotes it is JSON and does so. */
  private static String quoted(String text) {
    return TEXT_OR_PLACEHOLDER
        .matcher(text)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    match.group().startsWith("\"")
                        ? match.group()
                        : TextNode.valueOf(match.group()).toString()));
  }
}
