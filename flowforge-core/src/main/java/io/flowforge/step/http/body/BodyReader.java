package io.flowforge.step.http.body;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.TextNode;
import io.flowforge.media.MediaFamily;
import io.flowforge.pipeline.Placeholders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides what the parameter {@code data} is, and so how values are escaped. Thread-safe. */
public final class BodyReader {

  private final ObjectReader json;

  public BodyReader(ObjectMapper mapper) {
    this.json =
        mapper
            .readerFor(JsonNode.class)
            // Numbers such as 100.0 are sent unchanged.
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
  }

  /**
   * Reads the body of a step.
   *
   * @throws IllegalArgumentException if values could not be filled in safely
   */
  public BodyTemplate read(BodySource source) {
    Optional<Escape> escape = source.escapeOrNone();
    if (!source.hasData()) {
      return new BodyTemplate.Nothing();
    }
    requireAllowed(escape, source);
    return source.data().isTextual()
        ? text(source.data().textValue(), escape, source)
        : value(source.data(), escape, source);
  }

  private static void requireAllowed(Optional<Escape> escape, BodySource source) {
    Optional<Escape> required = Escape.requiredBy(source.family());
    if (escape.isPresent() && required.isPresent() && !escape.equals(required)) {
      throw new IllegalArgumentException(
          "parameters.escape: must be '%s' with this Content-Type; correct it or remove it"
              .formatted(required.get().label()));
    }
  }

  private static BodyTemplate value(JsonNode data, Optional<Escape> escape, BodySource source) {
    boolean isForm =
        source.family() == MediaFamily.FORM
            || (!source.hasContentType() && escape.equals(Optional.of(Escape.FORM)));
    if (isForm) {
      return new BodyTemplate.OfFields(data);
    }
    if (escape.isPresent() && !escape.equals(Optional.of(Escape.JSON))) {
      throw new IllegalArgumentException(
          "parameters.escape: must be 'json' where data is not a string; write data as a string, or"
              + " remove escape");
    }
    return new BodyTemplate.OfJson(data);
  }

  private BodyTemplate text(String text, Optional<Escape> escape, BodySource source) {
    if (escape.isPresent()) {
      return escaped(text, escape.get(), source);
    }
    boolean isFixed = source.hasContentType() && source.isLiteral();
    if (!isFixed && JsonTemplate.beginsLikeJson(text)) {
      return parsed(text).orElseThrow(BodyReader::notJson);
    }
    return switch (source.family()) {
      case JSON -> jsonText(text);
      case JSON_LINES -> jsonLines(text);
      case XML -> new BodyTemplate.OfXml(text);
      case FORM -> new BodyTemplate.OfForm(text);
      case OTHER -> otherText(text, source);
    };
  }

  /** Reads a string whose rules the pipeline names. */
  private BodyTemplate escaped(String text, Escape escape, BodySource source) {
    return switch (escape) {
      case FORM -> new BodyTemplate.OfForm(text);
      case XML -> new BodyTemplate.OfXml(text);
      case NONE -> otherwise(text, source);
      case JSON ->
          switch (source.family()) {
            case JSON -> jsonText(text);
            case JSON_LINES -> jsonLines(text);
            case XML, FORM, OTHER ->
                source.hasContentType()
                    ? new BodyTemplate.OfJsonText(text)
                    : parsed(text).orElseGet(() -> new BodyTemplate.OfJsonText(text));
          };
    };
  }

  /** Reads a string that is sent as JSON. Without placeholders, a pipeline may send anything. */
  private BodyTemplate jsonText(String text) {
    if (JsonTemplate.beginsLikeJson(text)) {
      return parsed(text).orElseThrow(BodyReader::notJson);
    }
    return hasPlaceholders(text)
        ? parsed(text)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "parameter 'data' has placeholders and a JSON Content-Type: it must be"
                            + " valid JSON"))
        : new BodyTemplate.OfText(text, "");
  }

  private BodyTemplate jsonLines(String text) {
    if (!hasPlaceholders(text)) {
      return new BodyTemplate.OfText(text, "");
    }
    try (JsonParser parser = json.createParser(JsonTemplate.quoted(text))) {
      List<JsonNode> lines = new ArrayList<>();
      while (parser.nextToken() != null) {
        lines.add(json.<JsonNode>readTree(parser));
      }
      return new BodyTemplate.OfJsonLines(lines);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "parameters.data: has placeholders and a Content-Type of JSON lines, so that each line must"
              + " be valid JSON",
          e);
    }
  }

  private BodyTemplate otherText(String text, BodySource source) {
    if (!source.hasContentType()) {
      // Plain messages may begin with a bracket, too.
      return JsonTemplate.beginsLikeArray(text) && hasPlaceholders(text)
          ? parsed(text).orElseGet(() -> otherwise(text, source))
          : otherwise(text, source);
    }
    if (!source.isLiteral() && text.stripLeading().startsWith("<")) {
      // A requester who chooses the type must not choose the rules with it.
      return new BodyTemplate.OfXml(text);
    }
    return JsonTemplate.beginsLikeJson(text) && parsed(text).isPresent()
        ? new BodyTemplate.OfJsonText(text)
        : otherwise(text, source);
  }

  private static BodyTemplate otherwise(String text, BodySource source) {
    return new BodyTemplate.OfText(
        text,
        source
            .type()
            .filter(type -> type.type().equals("multipart"))
            .map(type -> type.parameters().getOrDefault("boundary", ""))
            .orElse(""));
  }

  private static boolean hasPlaceholders(String text) {
    return !Placeholders.namesIn(TextNode.valueOf(text)).isEmpty();
  }

  private Optional<BodyTemplate> parsed(String text) {
    try {
      return Optional.of(
          new BodyTemplate.OfJson(
              json.with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                  .readTree(JsonTemplate.quoted(text))));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static IllegalArgumentException notJson() {
    return new IllegalArgumentException("parameter 'data' begins like JSON but is not valid JSON");
  }
}
