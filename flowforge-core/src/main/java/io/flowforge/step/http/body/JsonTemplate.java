package io.flowforge.step.http.body;

import com.fasterxml.jackson.databind.node.TextNode;
import io.flowforge.pipeline.reference.ValueReference;
import io.flowforge.step.PlaceholderValues;
import java.util.List;

/** Looks at strings that may be JSON with placeholders, in time proportional to their length. */
final class JsonTemplate {

  private static final List<String> LITERALS = List.of("true", "false", "null");

  private static final String LITERAL = "${" + ValueReference.LITERAL_NAME + "}";

  private JsonTemplate() {}

  /** Returns what replaces a placeholder. */
  @FunctionalInterface
  interface Replacement {

    /**
     * Returns the text.
     *
     * @param isInString whether the placeholder stands between quotes
     */
    String of(String name, boolean isInString);
  }

  /** Tests whether a string begins like an object, or like an array of what prose rarely holds. */
  static boolean beginsLikeJson(CharSequence text) {
    int at = afterBlanks(text, 0);
    if (isAt(text, at, '{')) {
      return true;
    }
    int first = afterBlanks(text, at + 1);
    return isAt(text, at, '[')
        && (isAt(text, first, '{') || isAt(text, first, '[') || isAt(text, first, '"'));
  }

  /** Tests whether a string begins like an array of numbers or literals. Prose may, too. */
  static boolean beginsLikeArray(CharSequence text) {
    int at = afterBlanks(text, 0);
    if (!isAt(text, at, '[')) {
      return false;
    }
    int first = afterBlanks(text, at + 1);
    int digit = isAt(text, first, '-') ? first + 1 : first;
    return (digit < text.length() && isDigit(text.charAt(digit)))
        || LITERALS.stream().anyMatch(literal -> isWordAt(text, first, literal));
  }

  /** Quotes placeholders that stand for whole values, so that the text becomes valid JSON. */
  static String quoted(CharSequence text) {
    return replaced(
        text,
        (name, isInString) -> {
          String placeholder = "${" + name + "}";
          return isInString ? placeholder : TextNode.valueOf(placeholder).toString();
        });
  }

  /** Returns the JSON of a value; within a string, of its text. */
  static String valueOf(String name, boolean isInString, PlaceholderValues values) {
    return isInString
        ? TextNode.valueOf(values.text(name)).toString()
        : values.inJson(TextNode.valueOf("${" + name + "}")).toString();
  }

  /** Replaces the placeholders of a text with JSON strings in it; the rest may be anything. */
  static String replaced(CharSequence text, Replacement replacement) {
    var replaced = new StringBuilder(text.length());
    boolean isInString = false;
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int end = at + 1;
      if (c == '$' && isLiteral(text, at)) {
        replaced.append(replacement.of(ValueReference.LITERAL_NAME, isInString));
        at += LITERAL.length();
        continue;
      }
      if (c == '$' && isAt(text, at + 1, '{')) {
        end = endOfName(text, at + 2);
        if (end > at + 2 && isAt(text, end, '}')) {
          replaced.append(replacement.of(text.subSequence(at + 2, end).toString(), isInString));
          at = end + 1;
          continue;
        }
        end = at + 2;
      } else if (c == '"') {
        isInString = !isInString;
      } else if (c == '\\' && (isAt(text, at + 1, '"') || isAt(text, at + 1, '\\'))) {
        end = at + 2;
      }
      replaced.append(text, at, end);
      at = end;
    }
    return replaced.toString();
  }

  private static boolean isLiteral(CharSequence text, int at) {
    int end = at + LITERAL.length();
    return end <= text.length() && LITERAL.contentEquals(text.subSequence(at, end));
  }

  private static int endOfName(CharSequence text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) != '{' && text.charAt(at) != '}') {
      at++;
    }
    return at;
  }

  private static int afterBlanks(CharSequence text, int from) {
    int at = from;
    while (at < text.length() && " \t\n\u000b\f\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  private static boolean isWordAt(CharSequence text, int at, String word) {
    int end = at + word.length();
    return end <= text.length()
        && word.contentEquals(text.subSequence(at, end))
        && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))
        && !isAt(text, end, '_');
  }

  private static boolean isAt(CharSequence text, int at, char expected) {
    return at < text.length() && text.charAt(at) == expected;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
