package io.flowforge.pipeline.declaration;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The JSON Schema of the parameters of a step type. It never refuses what a server accepts; a
 * server refuses more, such as a malformed host name or a body that is not JSON.
 *
 * @see <a href="https://json-schema.org/draft/2020-12">JSON Schema, draft 2020-12</a>
 */
public final class ParameterSchema {

  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ParameterSchema() {}

  /** Returns the schema of the object {@code parameters}. */
  public static ObjectNode of(StepDeclaration declaration) {
    ObjectNode schema = JSON.objectNode();
    schema.put("$schema", DIALECT);
    schema.put("title", "Parameters of " + declaration.name());
    schema.put("type", ValueType.OBJECT.label());
    putMembers(schema, declaration.parameters());
    return schema;
  }

  private static void putMembers(ObjectNode schema, List<ParameterDeclaration> members) {
    ObjectNode properties = schema.putObject("properties");
    members.forEach(member -> properties.set(member.name(), of(member)));
    List<String> required =
        members.stream()
            .filter(ParameterDeclaration::isRequired)
            .map(ParameterDeclaration::name)
            .toList();
    if (!required.isEmpty()) {
      required.forEach(schema.putArray("required")::add);
    }
    schema.put("additionalProperties", false);
  }

  private static ObjectNode of(ParameterDeclaration declared) {
    ObjectNode schema = JSON.objectNode();
    if (!declared.meaning().isEmpty()) {
      schema.put("description", declared.meaning());
    }
    List<ValueType> types =
        declared.isRequired() || declared.types().isEmpty()
            ? declared.types()
            // A server takes null for a parameter that is absent.
            : withNull(declared.types());
    putTypes(schema, types);
    putAllowedValues(schema, declared, types.contains(ValueType.NULL));
    if (!declared.pattern().isEmpty()) {
      schema.put("pattern", declared.pattern());
    }
    if (!declared.members().isEmpty()) {
      putMembers(schema, declared.members());
    }
    if (!declared.values().isEmpty()) {
      putTypes(schema.putObject("additionalProperties"), declared.values());
    }
    if (declared.maxMembers() > 0) {
      schema.put("maxProperties", declared.maxMembers());
    }
    return schema;
  }

  private static List<ValueType> withNull(List<ValueType> types) {
    return types.contains(ValueType.NULL)
        ? types
        : Stream.concat(types.stream(), Stream.of(ValueType.NULL)).toList();
  }

  private static void putTypes(ObjectNode schema, List<ValueType> types) {
    if (types.size() == 1) {
      schema.put("type", types.getFirst().label());
    } else if (!types.isEmpty()) {
      ArrayNode array = schema.putArray("type");
      types.forEach(type -> array.add(type.label()));
    }
  }

  private static void putAllowedValues(
      ObjectNode schema, ParameterDeclaration declared, boolean isNullable) {
    if (declared.allowedValues().isEmpty()) {
      return;
    }
    if (!declared.ignoresCase()) {
      putEnum(schema, declared, isNullable);
      return;
    }
    ArrayNode any = schema.putArray("anyOf");
    // Editors propose these; the expression accepts every spelling.
    putEnum(any.addObject(), declared, isNullable);
    any.addObject().put("pattern", anyCase(declared.allowedValues()));
  }

  private static void putEnum(
      ObjectNode schema, ParameterDeclaration declared, boolean isNullable) {
    ArrayNode values = schema.putArray("enum");
    declared.allowedValues().forEach(values::add);
    if (isNullable) {
      values.addNull();
    }
  }

  /** Returns an expression for words of letters; ECMA-262 has no flag within one. */
  private static String anyCase(List<String> words) {
    return words.stream().map(ParameterSchema::anyCase).collect(joining("|", "^\\s*(?:", ")\\s*$"));
  }

  private static String anyCase(String word) {
    var expression = new StringBuilder();
    for (char letter : word.toUpperCase(Locale.ROOT).toCharArray()) {
      expression.append('[').append(letter).append(Character.toLowerCase(letter)).append(']');
    }
    return expression.toString();
  }
}
