package io.flowforge.step.http.body;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.pipeline.Placeholders;
import io.flowforge.step.PlaceholderValues;
import java.nio.charset.Charset;
import java.util.List;

/** A request body before values are filled in. Its kind decides how they are escaped. */
public sealed interface BodyTemplate {

  /** No request body. */
  record Nothing() implements BodyTemplate {}

  /** A JSON value. JSON in a string is parsed, so a quote in a value remains part of the value. */
  record OfJson(JsonNode template) implements BodyTemplate {}

  /** JSON values, one on each line. */
  record OfJsonLines(List<JsonNode> templates) implements BodyTemplate {}

  /** HTML form data: an object of names and values. */
  record OfFields(JsonNode template) implements BodyTemplate {}

  /** HTML form data: a string in which values are percent-encoded. */
  record OfForm(String template) implements BodyTemplate {}

  /** A string in which values are escaped for XML. */
  record OfXml(String template) implements BodyTemplate {}

  /** A string in which values are escaped for JSON, such as a query with strings. */
  record OfJsonText(String template) implements BodyTemplate {}

  /**
   * Any other text. Values are inserted as they are.
   *
   * @param boundary what separates the parts of a multipart body; empty for other types
   */
  record OfText(String template, String boundary) implements BodyTemplate {}

  /**
   * Fills in values and returns the request body; empty for none.
   *
   * @throws IllegalArgumentException if a value cannot be written in this kind of body or charset
   */
  default String filled(PlaceholderValues values, Charset charset) {
    var limit = new CharsetLimit(charset);
    return switch (this) {
      case Nothing _ -> "";
      case OfJson(JsonNode template) ->
          limit.requireAll(limit.escapedForJson(values.inJson(template).toString()));
      case OfJsonLines(List<JsonNode> templates) ->
          limit.requireAll(
              templates.stream()
                  .map(line -> limit.escapedForJson(values.inJson(line).toString()) + "\n")
                  .collect(joining()));
      case OfFields(JsonNode template) -> FormFields.filled(template, values);
      case OfForm(String template) -> limit.requireAll(values.inParameters(template));
      case OfXml(String template) ->
          limit.requireAll(new XmlFilling(template, values, limit).filled());
      case OfJsonText(String template) ->
          limit.requireAll(
              JsonTemplate.replaced(
                  template, (name, isInString) -> json(name, isInString, values, limit)));
      case OfText(String template, String boundary) ->
          limit.requireAll(
              Placeholders.replaced(
                  template, name -> text(name, values.text(name), boundary, limit)));
    };
  }

  /** Returns the default content type, which a header may override. */
  default String contentType() {
    return switch (this) {
      case Nothing _, OfJson _ -> "application/json";
      case OfJsonLines _ -> "application/x-ndjson";
      case OfFields _, OfForm _ -> "application/x-www-form-urlencoded";
      case OfXml _ -> "application/xml; charset=utf-8";
      case OfJsonText _, OfText _ -> "text/plain; charset=utf-8";
    };
  }

  private static String json(
      String name, boolean isInString, PlaceholderValues values, CharsetLimit limit) {
    String quoted = limit.escapedForJson(JsonTemplate.valueOf(name, isInString, values));
    return isInString ? quoted.substring(1, quoted.length() - 1) : quoted;
  }

  private static String text(String name, String value, String boundary, CharsetLimit limit) {
    if (!boundary.isEmpty() && value.contains("--" + boundary)) {
      throw new IllegalArgumentException(
          "the value of '" + name + "' must not contain the boundary of the multipart body");
    }
    return limit.require(name, value);
  }
}
