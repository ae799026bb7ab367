package io.flowforge.step.http.body;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.media.MediaFamily;
import io.flowforge.media.MediaType;
import java.util.Optional;

/**
 * The parameters of a step that determine the body of its call.
 *
 * @param data the parameter {@code data}
 * @param escape the parameter {@code escape}
 * @param contentType the value of the header {@code Content-Type}; blank for none
 * @param isLiteral whether that header has no placeholders, so that no requester chooses the type
 */
public record BodySource(JsonNode data, JsonNode escape, String contentType, boolean isLiteral) {

  boolean hasData() {
    return !data.isMissingNode() && !data.isNull();
  }

  /** Returns whether the header is set. */
  public boolean hasContentType() {
    return !contentType.isBlank();
  }

  Optional<MediaType> type() {
    return MediaType.of(contentType);
  }

  MediaFamily family() {
    return type().map(MediaType::family).orElse(MediaFamily.OTHER);
  }

  /**
   * Returns the rules that the pipeline names.
   *
   * @throws IllegalArgumentException if there are no such rules
   */
  Optional<Escape> escapeOrNone() {
    if (escape.isMissingNode() || escape.isNull()) {
      return Optional.empty();
    }
    return Optional.of(
        Escape.of(escape.isTextual() ? escape.textValue() : "")
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "parameters.escape: must be one of form, json, none, xml")));
  }
}
