package io.flowforge.pipeline.reference;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.condition.check.ValueKind;
import org.jspecify.annotations.Nullable;

/**
 * Where an output of a step comes from, and what it must be.
 *
 * @param from the JSON Pointer into the body of the response, empty for all of it; null for a
 *     header
 * @param fromHeader the name of the header; null for the body
 * @param type the type that it must have; null for any
 * @param secret whether it is encrypted at rest and hidden in logs
 * @param optional whether the step succeeds without it
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6901">RFC 6901, JSON Pointer</a>
 */
public record OutputRule(
    @Nullable String from,
    @Nullable String fromHeader,
    @Nullable OutputType type,
    boolean secret,
    boolean optional) {

  /** Returns the sentence that says that the output is not there. */
  public String absence() {
    if (fromHeader != null) {
      return "the response has no header '" + fromHeader + "'";
    }
    return from == null || from.isEmpty()
        ? "the response has no body, or null"
        : "the body of the response has no value at '" + from + "'";
  }

  /** Returns the kind that the value is known to have, before there is one. */
  ValueKind kind() {
    if (fromHeader != null) {
      return ValueKind.TEXT;
    }
    return switch (type) {
      case null -> ValueKind.ANY;
      case STRING -> ValueKind.TEXT;
      case NUMBER -> ValueKind.NUMBER;
      case BOOLEAN -> ValueKind.BOOLEAN;
      case ARRAY -> ValueKind.LIST;
      case OBJECT -> ValueKind.ANY;
    };
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (from != null) {
      json.put("from", from);
    }
    if (fromHeader != null) {
      json.put("from_header", fromHeader);
    }
    if (type != null) {
      json.put("type", type.label());
    }
    if (secret) {
      json.put("secret", true);
    }
    if (optional) {
      json.put("optional", true);
    }
    return json;
  }
}
