package io.flowforge.mongo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.error.InvalidException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** Conversions of free-form JSON (parameters, form data) to BSON values, and back. */
public final class BsonValues {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** A whole number that is at least as large is shown with an exponent. */
  private static final double MAX_WHOLE = 1e21;

  private BsonValues() {}

  /** Creates an id: 24 hexadecimal digits, unique among all servers. */
  public static String newId() {
    return new ObjectId().toHexString();
  }

  /** Returns whether the string has the form of an id. */
  public static boolean isId(String text) {
    return ObjectId.isValid(text);
  }

  /**
   * Converts a JSON object to a document.
   *
   * @throws InvalidException if MongoDB cannot store one of its keys or numbers
   */
  public static Document document(JsonNode object) {
    var document = new Document();
    object
        .properties()
        .forEach(field -> document.put(key(field.getKey()), value(field.getValue())));
    return document;
  }

  /** Converts a JSON value to a BSON value; integers stay integers. */
  public static @Nullable Object value(JsonNode json) {
    return switch (json.getNodeType()) {
      case OBJECT -> document(json);
      case ARRAY -> {
        List<@Nullable Object> values = new ArrayList<>();
        json.forEach(element -> values.add(value(element)));
        yield values;
      }
      case STRING -> json.textValue();
      case BOOLEAN -> json.booleanValue();
      case NUMBER -> number(json);
      case NULL, MISSING -> null;
      case BINARY, POJO -> throw new IllegalArgumentException("not JSON: " + json.getNodeType());
    };
  }

  public static ObjectNode object(@Nullable Object value) {
    return json(value) instanceof ObjectNode object ? object : JSON.objectNode();
  }

  public static JsonNode json(@Nullable Object value) {
    return switch (value) {
      case null -> JSON.nullNode();
      case Map<?, ?> map -> {
        ObjectNode object = JSON.objectNode();
        map.forEach((name, field) -> object.set(String.valueOf(name), json(field)));
        yield object;
      }
      case List<?> list -> {
        ArrayNode array = JSON.arrayNode();
        list.forEach(element -> array.add(json(element)));
        yield array;
      }
      case String text -> JSON.textNode(text);
      case Boolean truth -> JSON.booleanNode(truth);
      case Integer number -> JSON.numberNode(number);
      case Long number -> JSON.numberNode(number);
      case Double number -> number(number);
      case Decimal128 number -> number(number);
      case Date date -> JSON.textNode(date.toInstant().toString());
      default -> JSON.textNode(value.toString());
    };
  }

  /** Returns text for what JSON has no number for: NaN, infinities and the negative zero. */
  private static JsonNode number(Decimal128 number) {
    if (number.isNaN() || number.isInfinite()) {
      return JSON.textNode(number.toString());
    }
    try {
      return JSON.numberNode(number.bigDecimalValue());
    } catch (ArithmeticException e) {
      return JSON.textNode(number.toString());
    }
  }

  /** Returns a number; a whole one as an integer, because older systems store all as doubles. */
  private static JsonNode number(double number) {
    if (!Double.isFinite(number)) {
      return JSON.textNode(Double.toString(number));
    }
    if (number != Math.rint(number) || Math.abs(number) >= MAX_WHOLE) {
      return JSON.numberNode(number);
    }
    if (Math.abs(number) <= Integer.MAX_VALUE) {
      return JSON.numberNode((int) number);
    }
    return Math.abs(number) < Long.MAX_VALUE
        ? JSON.numberNode((long) number)
        : JSON.numberNode(new BigDecimal(number).toBigInteger());
  }

  private static String key(String key) {
    if (key.indexOf('\0') >= 0) {
      throw new InvalidException("a key must not contain the character U+0000");
    }
    return key;
  }

  private static Object number(JsonNode json) {
    if (json.isInt() || json.isShort()) {
      return json.intValue();
    }
    if (json.isIntegralNumber() && json.canConvertToLong()) {
      return json.longValue();
    }
    try {
      double nearest = json.doubleValue();
      BigDecimal exact = json.decimalValue();
      boolean isExact =
          Double.isFinite(nearest) && BigDecimal.valueOf(nearest).compareTo(exact) == 0;
      return isExact ? (Object) nearest : new Decimal128(exact);
    } catch (NumberFormatException e) {
      throw new InvalidException(
          "a number has more digits than can be stored; send it as a string");
    }
  }
}
