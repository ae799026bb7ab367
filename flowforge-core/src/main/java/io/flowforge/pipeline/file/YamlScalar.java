package io.flowforge.pipeline.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flowforge.scan.CharacterSet;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The meaning of a YAML value without quotes, by the core schema of YAML 1.2. So {@code no} and
 * {@code on} are strings. What YAML 1.1 and 1.2 read as different numbers is refused.
 *
 * @see <a href="https://yaml.org/spec/1.2.2/#103-core-schema">YAML 1.2.2, section 10.3</a>
 */
final class YamlScalar {

  private static final CharacterSet SIGN = CharacterSet.of("+-");
  private static final CharacterSet DIGITS_AND_UNDERSCORES = CharacterSet.of("0-9_");
  private static final CharacterSet NUMBER = CharacterSet.of("0-9.eE+-");
  private static final CharacterSet BASE = CharacterSet.of("xob");
  private static final CharacterSet HEXADECIMAL = CharacterSet.of("0-9a-fA-F_");

  private YamlScalar() {}

  /** Returns why a value is ambiguous or impossible, and what to write; empty if it is neither. */
  static String problemOf(String text) {
    String digits = unsigned(text);
    if (digits.equalsIgnoreCase(".inf") || digits.equalsIgnoreCase(".nan")) {
      return "is no number in JSON; write another value, or put it in quotes";
    }
    if (digits.isEmpty() || !CharacterSet.DIGITS.contains(digits.charAt(0))) {
      return "";
    }
    boolean hasBase =
        digits.length() > 2
            && digits.charAt(0) == '0'
            && BASE.contains(digits.charAt(1))
            && HEXADECIMAL.containsAll(digits.substring(2));
    if (hasBase) {
      return "is a number in another base than ten; write it in decimal, or put it in quotes";
    }
    if (!DIGITS_AND_UNDERSCORES.containsAll(digits)) {
      return "";
    }
    if (digits.length() > PlacedJson.MAX_NUMBER_LENGTH) {
      return "is too long for a number; put it in quotes";
    }
    if (digits.length() > 1 && digits.charAt(0) == '0') {
      return "is a number in base eight to some readers of YAML; remove the leading zero, or put it"
          + " in quotes";
    }
    return digits.indexOf('_') < 0
        ? ""
        : "is a number to some readers of YAML; remove the underscores, or put it in quotes";
  }

  /** Returns the JSON value. */
  static JsonNode of(String text, JsonNodeFactory nodes) {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> nodes.nullNode();
      case "true", "True", "TRUE" -> nodes.booleanNode(true);
      case "false", "False", "FALSE" -> nodes.booleanNode(false);
      default -> numberOrText(text, nodes);
    };
  }

  private static JsonNode numberOrText(String text, JsonNodeFactory nodes) {
    String digits = unsigned(text);
    boolean isInteger = !digits.isEmpty() && CharacterSet.DIGITS.containsAll(digits);
    if (isInteger) {
      var number = new BigInteger(text);
      return number.bitLength() < Integer.SIZE
          ? nodes.numberNode(number.intValue())
          : nodes.numberNode(number);
    }
    if (text.length() > PlacedJson.MAX_NUMBER_LENGTH || !NUMBER.containsAll(text)) {
      return nodes.textNode(text);
    }
    try {
      return nodes.numberNode(new BigDecimal(text));
    } catch (NumberFormatException e) {
      // Such as a date, or a version with two dots.
      return nodes.textNode(text);
    }
  }

  private static String unsigned(String text) {
    return !text.isEmpty() && SIGN.contains(text.charAt(0)) ? text.substring(1) : text;
  }
}
