package io.flowforge.pipeline.form.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import io.flowforge.scan.CharacterSet;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Numbers in strings: the grammar is that of JSON. They are stored with all of their digits and
 * without an exponent, so {@code 1e3} becomes {@code 1000}, {@code 1.10} stays, and {@code -0}
 * becomes {@code 0}.
 */
final class NumberText {

  /** The maximum number of digits, before and after the point together. */
  static final int MAX_DIGITS = 100;

  /** No number of so few digits needs more characters, even with an exponent. */
  private static final int MAX_LENGTH = 2 * MAX_DIGITS;

  private static final int MAX_EXPONENT_DIGITS = 4;

  private NumberText() {}

  /** Returns whether the string is a number of JSON, of any size. */
  static boolean isNumber(String text) {
    int digits = text.startsWith("-") ? 1 : 0;
    int at = CharacterSet.DIGITS.endOfRun(text, digits);
    if (at == digits || (text.charAt(digits) == '0' && at > digits + 1)) {
      return false;
    }
    if (at < text.length() && text.charAt(at) == '.') {
      int end = CharacterSet.DIGITS.endOfRun(text, at + 1);
      if (end == at + 1) {
        return false;
      }
      at = end;
    }
    return at == text.length() || isExponent(text, at);
  }

  private static boolean isExponent(String text, int from) {
    int at = from + 1;
    if (text.charAt(from) != 'e' && text.charAt(from) != 'E') {
      return false;
    }
    if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
      at++;
    }
    return at < text.length() && CharacterSet.DIGITS.endOfRun(text, at) == text.length();
  }

  /**
   * Returns whether a number has few enough digits to be stored. Never computes with large ones.
   */
  static boolean isShort(String number) {
    int exponent = Math.max(number.indexOf('e'), number.indexOf('E'));
    // With a sign of its own.
    if (number.length() > MAX_LENGTH
        || (exponent >= 0 && number.length() - exponent > MAX_EXPONENT_DIGITS + 2)) {
      return false;
    }
    var value = new BigDecimal(number);
    if (value.signum() == 0 && value.scale() <= 0) {
      return true;
    }
    int before = Math.max(value.precision() - value.scale(), 1);
    return before + Math.max(value.scale(), 0) <= MAX_DIGITS;
  }

  /** Returns a short number as it is stored. */
  static String stored(String number) {
    return new BigDecimal(number).toPlainString();
  }

  /** Returns a stored number as JSON, with all of its digits. */
  static JsonNode json(String stored) {
    if (stored.indexOf('.') >= 0) {
      return new ExactDecimal(new BigDecimal(stored));
    }
    var whole = new BigInteger(stored);
    if (whole.bitLength() < Integer.SIZE) {
      return IntNode.valueOf(whole.intValue());
    }
    return whole.bitLength() < Long.SIZE
        ? LongNode.valueOf(whole.longValue())
        : BigIntegerNode.valueOf(whole);
  }
}
