package io.flowforge.step.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import io.flowforge.pipeline.Placeholders;
import io.flowforge.step.PlaceholderValues;
import io.flowforge.step.http.body.JsonTemplate;
import io.flowforge.step.http.media.MediaType;
import java.util.Optional;

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
    if (JsonTemplate.beginsLikeJson(text)) {
      return parsed(text, json)
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "parameter 'data' begins like JSON but is not valid JSON"));
    }
    if (isForm(contentType)) {
      return new OfForm(text);
    }
    // Without placeholders, a pipeline may send anything.
    if (isJson(contentType) && hasPlaceholders(data)) {
      return parsed(text, json)
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "parameter 'data' has placeholders and a JSON Content-Type: it must be valid"
                          + " JSON"));
    }
    // Plain messages may begin with a bracket, too.
    return contentType.isEmpty() && JsonTemplate.beginsLikeArray(text) && hasPlaceholders(data)
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
                  .readTree(JsonTemplate.quoted(text))));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static boolean isJson(String contentType) {
    return MediaType.of(contentType)
        .filter(type -> type.subtype().equals("json") || type.subtype().endsWith("+json"))
        .isPresent();
  }

  private static boolean isForm(String contentType) {
    return MediaType.of(contentType)
        .filter(type -> type.name().equals("application/x-www-form-urlencoded"))
        .isPresent();
  }
}
