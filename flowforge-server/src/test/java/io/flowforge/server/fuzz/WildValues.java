package io.flowforge.server.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.instancio.Random;

/** Values that no form of ours would send, and that somebody will. */
record WildValues(Random random) {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int DEEP = 900;

  /** Numbers for which an algorithm that is not linear takes seconds. */
  private static final int MANY = 20_000;

  private static final int MANY_BLANKS = 90_000;

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\t\r\n",
          "\0",
          "a\0b",
          "\ud800",
          "\udc00x",
          "\udc00\ud800",
          "\uffff\ufffe",
          "\ufeffbom",
          "\u2028\u2029\u0085",
          "\u202egnp.exe",
          "\u200b\u200d",
          "\u001b[31m\u0007\u007f",
          "e\u0301\u0327\u0489",
          "\ud83d\udc69\u200d\ud83d\udcbb",
          "'; DROP TABLE \"user\"; --",
          "{\"$gt\": \"\"}",
          "${who}${",
          "${${a}}",
          "%s%n%d",
          "../../../etc/passwd",
          "<script>alert(1)</script>",
          "a, b\r\nX-Evil: 1",
          "http://169.254.169.254/",
          "null",
          "true",
          "NaN",
          "-1",
          "1e3",
          "0x10",
          "1e999999999",
          "2026-02-30",
          "٢٠٢٦-٠١-٣١",
          "(a+)+$",
          "((a{100}){100}){100}",
          "(?i)[B-\\x{1e942}]",
          "[^\\PL\\pL]{900}",
          "(".repeat(240) + ")".repeat(240),
          "a**",
          "[[:alpha:",
          "9223372036854775808",
          "Ⅷ",
          "١٢",
          "admin",
          "000000000000000000000000",
          "zzzzzzzzzzzzzzzzzzzzzzzz");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0.0",
          "-1",
          "2147483647",
          "2147483648",
          "-2147483649",
          "9223372036854775807",
          "9223372036854775808",
          "0.1",
          "1.0",
          "1e400",
          "1e-400",
          "1e6144",
          "-1e999999999",
          "123456789012345678901234567890123456789012345.6789");

  String text() {
    return switch (random.intRange(0, random.oneOf(10, 10, 10, 11))) {
      case 0, 1, 2, 3, 4 -> random.oneOf(TEXTS);
      case 5, 6 -> random.alphanumeric(random.intRange(1, 30));
      case 7 -> random.alphanumeric(1).repeat(random.intRange(100, 20_000));
      case 11 ->
          "a" + random.oneOf(" ", "\t", "a", "${", "\\\"", ",", "=", "%").repeat(MANY_BLANKS) + "b";
      default -> unicode();
    };
  }

  /** Very many small values. */
  JsonNode many() {
    if (random.trueOrFalse()) {
      ObjectNode object = JSON.objectNode();
      for (int i = 0; i < MANY; i++) {
        object.put("n" + i, "v" + i);
      }
      return object;
    }
    ArrayNode array = JSON.arrayNode();
    boolean isOfObjects = random.trueOrFalse();
    for (int i = 0; i < MANY; i++) {
      array.add(isOfObjects ? JSON.objectNode() : JSON.textNode("v" + i));
    }
    return array;
  }

  JsonNode number() {
    return switch (random.intRange(0, 3)) {
      case 0 -> JSON.numberNode(random.longRange(Long.MIN_VALUE, Long.MAX_VALUE));
      case 1 -> JSON.numberNode(new BigInteger(random.digits(random.intRange(1, 900))));
      default -> JSON.numberNode(new BigDecimal(random.oneOf(NUMBERS)));
    };
  }

  /** Any JSON; sometimes nested deeper than anybody can store. */
  JsonNode json() {
    if (random.trueOrFalse(0.03)) {
      return many();
    }
    return random.trueOrFalse(0.1) ? nested() : json(3);
  }

  private JsonNode json(int depth) {
    return switch (random.intRange(0, depth == 0 ? 5 : 8)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(random.trueOrFalse());
      case 2, 3 -> number();
      case 4, 5 -> JSON.textNode(text());
      case 6 -> {
        ArrayNode array = JSON.arrayNode();
        for (int i = random.intRange(0, 4); i > 0; i--) {
          array.add(json(depth - 1));
        }
        yield array;
      }
      default -> object(depth);
    };
  }

  /** An object with names that nobody documented. */
  ObjectNode object() {
    return object(2);
  }

  private ObjectNode object(int depth) {
    ObjectNode object = JSON.objectNode();
    for (int i = random.intRange(0, 4); i > 0; i--) {
      String name =
          random.trueOrFalse() ? random.oneOf("$where", "a.b", "__proto__", "_id") : text();
      object.set(name, json(Math.max(depth - 1, 0)));
    }
    return object;
  }

  private JsonNode nested() {
    JsonNode inner = JSON.arrayNode();
    for (int i = random.oneOf(10, 60, 79, 81, 120, DEEP); i > 0; i--) {
      inner =
          random.trueOrFalse() ? JSON.arrayNode().add(inner) : JSON.objectNode().set("a", inner);
    }
    return inner;
  }

  private String unicode() {
    var text = new StringBuilder();
    for (int i = random.intRange(1, 20); i > 0; i--) {
      text.appendCodePoint(
          random.intRange(0, random.oneOf(0x7f, 0x7ff, 0xffff, Character.MAX_CODE_POINT)));
    }
    return text.toString();
  }
}
