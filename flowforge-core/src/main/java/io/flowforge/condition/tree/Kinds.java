package io.flowforge.condition.tree;

import dev.cel.common.values.CelByteString;
import dev.cel.common.values.ErrorValue;
import dev.cel.common.values.NullValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The kinds of values, as messages call them. */
public final class Kinds {

  public static final String TRUE_OR_FALSE = "true or false";
  public static final String TEXT = "text";
  public static final String WHOLE_NUMBER = "a whole number";
  public static final String NUMBER = "a number";
  public static final String LIST = "a list";
  public static final String OBJECT = "an object";
  public static final String NULL = "null";
  public static final String ERROR = "an error";
  private static final String ANY = "any value";

  private Kinds() {}

  /** Returns the kind of a value that an evaluation has made. */
  public static String of(Object value) {
    return switch (value) {
      case Boolean _ -> TRUE_OR_FALSE;
      case String _ -> TEXT;
      case Long _ -> WHOLE_NUMBER;
      case Number _ -> NUMBER;
      case NullValue _ -> NULL;
      case Map<?, ?> _ -> OBJECT;
      case Collection<?> _ -> LIST;
      case Instant _ -> "a time";
      case Duration _ -> "a duration";
      case CelByteString _ -> "bytes";
      case ErrorValue _ -> ERROR;
      default -> "a type";
    };
  }

  /** Returns the kind of a type that the checker names. */
  public static String ofType(String type) {
    return switch (type) {
      case "bool" -> TRUE_OR_FALSE;
      case "string" -> TEXT;
      case "int" -> WHOLE_NUMBER;
      case "uint", "double" -> NUMBER;
      case "null", "null_type" -> NULL;
      case "bytes" -> "bytes";
      case "google.protobuf.Timestamp", "timestamp" -> "a time";
      case "google.protobuf.Duration", "duration" -> "a duration";
      default ->
          type.startsWith("list(")
              ? LIST
              : type.startsWith("map(") ? OBJECT : type.startsWith("type") ? "a type" : ANY;
    };
  }

  /** Returns whether the function is an operator that compares values of any kind. */
  public static boolean isEquality(String function) {
    return function.equals("_==_") || function.equals("_!=_");
  }

  /**
   * Returns whether no two values of these kinds are equal, so that comparing them is a mistake:
   * text and a number, say. A comparison with null is none.
   */
  public static boolean areNeverEqual(List<String> kinds) {
    return kinds.contains(TEXT)
        && kinds.stream().anyMatch(kind -> isNumber(kind) || kind.equals(TRUE_OR_FALSE));
  }

  private static boolean isNumber(String kind) {
    return kind.equals(WHOLE_NUMBER) || kind.equals(NUMBER);
  }

  /** Returns what is wrong with an operator or a function that has been given these kinds. */
  public static String mismatch(String function, List<String> kinds) {
    String name = name(function);
    return "%s does not work with %s%s"
        .formatted(
            name,
            kinds.isEmpty() ? "no value" : String.join(" and ", kinds),
            cure(function, kinds));
  }

  private static String cure(String function, List<String> kinds) {
    if (isLogical(function)) {
      return ": compare the value with something";
    }
    if (kinds.contains(TEXT) && kinds.stream().anyMatch(Kinds::isNumber)) {
      return ": convert the text with int() or double()";
    }
    if (kinds.contains(TEXT) && kinds.contains(TRUE_OR_FALSE)) {
      return ": compare the text with 'true' or 'false'";
    }
    return kinds.contains(NUMBER) && kinds.contains(WHOLE_NUMBER)
        ? ": convert both with double()"
        : "";
  }

  /** Returns the operator or the function as an author writes it. */
  public static String name(String function) {
    return switch (function) {
      case "@in" -> "'in'";
      case "_[_]" -> "'[]'";
      case "_?_:_" -> "'?:'";
      default ->
          Character.isLetter(function.codePointAt(0))
              ? function + "()"
              : "'" + function.replace("_", "") + "'";
    };
  }

  private static boolean isLogical(String function) {
    return function.equals("_&&_") || function.equals("_||_") || function.equals("!_");
  }
}
