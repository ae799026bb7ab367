package io.flowforge.redaction.mask;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.redaction.HarmlessHeaders;
import java.util.List;
import java.util.function.Predicate;

/** Masks the secrets in JSON. Not thread-safe. */
final class JsonMask {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** The keys of an object that names another of its members, as in a list of variables. */
  private static final List<String> NAMING_KEYS = List.of("name", "key", "header", "Name", "Key");

  private static final List<String> NAMED_KEYS = List.of("value", "values", "Value", "Values");

  /** The way in which a value is masked; each level covers those before it. */
  private enum Kind {
    /** Everything that has no secret name. */
    PLAIN,

    /** The object or list of the headers of a call. */
    HEADERS,

    /** The value of a secret name, with everything in it. */
    SECRET
  }

  private final Predicate<String> isSecret;

  JsonMask(Predicate<String> isSecret) {
    this.isSecret = isSecret;
  }

  ObjectNode masked(ObjectNode parameters) {
    return object(parameters, Kind.PLAIN);
  }

  private JsonNode value(JsonNode value, Kind kind) {
    return switch (value.getNodeType()) {
      case OBJECT -> object(value, kind);
      case ARRAY -> {
        ArrayNode array = JSON.arrayNode();
        value.forEach(element -> array.add(value(element, kind)));
        yield array;
      }
      case STRING ->
          JSON.textNode(
              kind == Kind.PLAIN
                  ? StringMask.masked(value.textValue(), isSecret)
                  : LiteralMask.masked(value.textValue()));
      case NUMBER, BINARY, POJO -> kind == Kind.PLAIN ? value : JSON.textNode(LiteralMask.MASK);
      case BOOLEAN, NULL, MISSING -> value;
    };
  }

  private ObjectNode object(JsonNode object, Kind kind) {
    boolean namesASecret =
        NAMING_KEYS.stream()
            .map(object::path)
            .anyMatch(name -> name.isTextual() && isSecretName(name.textValue(), kind));
    ObjectNode masked = JSON.objectNode();
    for (var member : object.properties()) {
      String key = member.getKey();
      boolean isSecretMember = namesASecret && NAMED_KEYS.contains(key);
      // The name in such an object is no secret.
      boolean isNaming = kind == Kind.HEADERS && NAMING_KEYS.contains(key) && isPair(object);
      Kind inner = isSecretMember ? Kind.SECRET : isNaming ? Kind.PLAIN : kindOf(key, kind, object);
      masked.set(free(StringMask.masked(key, isSecret), masked), value(member.getValue(), inner));
    }
    return masked;
  }

  private Kind kindOf(String key, Kind outer, JsonNode object) {
    if (outer == Kind.SECRET || isSecret.test(key)) {
      return Kind.SECRET;
    }
    if (outer == Kind.HEADERS) {
      return HarmlessHeaders.contain(key) || isPair(object) ? Kind.PLAIN : Kind.SECRET;
    }
    return key.equalsIgnoreCase("headers") ? Kind.HEADERS : Kind.PLAIN;
  }

  private boolean isSecretName(String name, Kind kind) {
    return isSecret.test(name) || (kind == Kind.HEADERS && !HarmlessHeaders.contain(name));
  }

  /** Tests whether the object names a value, instead of having a member for each name. */
  private static boolean isPair(JsonNode object) {
    return NAMING_KEYS.stream().anyMatch(object::has) && NAMED_KEYS.stream().anyMatch(object::has);
  }

  /** Returns the key, made different from those that the object has. */
  private static String free(String key, ObjectNode object) {
    String free = key;
    while (object.has(free)) {
      free += "*";
    }
    return free;
  }
}
