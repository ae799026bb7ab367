package io.flowforge.pipeline.authoring;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/** A validator of the part of JSON Schema that step types use; any other keyword is an error. */
final class SchemaCheck {

  private SchemaCheck() {}

  static boolean accepts(JsonNode schema, JsonNode value) {
    return schema.properties().stream()
        .allMatch(keyword -> holds(keyword.getKey(), keyword.getValue(), schema, value));
  }

  private static boolean holds(String keyword, JsonNode rule, JsonNode schema, JsonNode value) {
    return switch (keyword) {
      case "$schema", "title", "description" -> rule.isTextual();
      case "type" -> isOneOf(rule, value);
      case "enum" -> rule.valueStream().anyMatch(value::equals);
      case "anyOf" -> rule.valueStream().anyMatch(each -> accepts(each, value));
      case "pattern" ->
          !value.isTextual() || Pattern.compile(rule.asText()).matcher(value.asText()).find();
      case "required" ->
          !value.isObject() || rule.valueStream().allMatch(name -> value.has(name.asText()));
      case "maxProperties" -> !value.isObject() || value.size() <= rule.intValue();
      case "properties" ->
          rule.properties().stream()
              .filter(member -> value.has(member.getKey()))
              .allMatch(member -> accepts(member.getValue(), value.get(member.getKey())));
      case "additionalProperties" ->
          value.properties().stream()
              .filter(member -> !schema.path("properties").has(member.getKey()))
              .allMatch(
                  member ->
                      rule.isBoolean() ? rule.booleanValue() : accepts(rule, member.getValue()));
      default -> throw new IllegalArgumentException("the keyword " + keyword);
    };
  }

  private static boolean isOneOf(JsonNode types, JsonNode value) {
    return types.isArray()
        ? types.valueStream().anyMatch(type -> is(type.asText(), value))
        : is(types.asText(), value);
  }

  private static boolean is(String type, JsonNode value) {
    return switch (type) {
      case "string" -> value.isTextual();
      case "number" -> value.isNumber();
      case "integer" -> value.isIntegralNumber();
      case "boolean" -> value.isBoolean();
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "null" -> value.isNull();
      default -> throw new IllegalArgumentException("the type " + type);
    };
  }
}
