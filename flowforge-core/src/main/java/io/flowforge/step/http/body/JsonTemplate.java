package io.flowforge.step.http.body;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;

/** Looks at strings that may be JSON with placeholders, in time proportional to their length. */
public final class JsonTemplate {

  private static final List<String> LITERALS = List.of("true", "false", "null");

  private JsonTemplate() {}

  /** Tests whether a string begins like an object, or like an array of what prose rarely holds. */
  public static boolean beginsLikeJson(CharSequence text) {
    int at = afterBlanks(text, 0);
    if (isAt(text, at, '{')) {
      return true;
    }
    int first = afterBlanks(text, at + 1);
    return isAt(text, at, '[')
        && (isAt(text, first, '{') || isAt(text, first, '[') || isAt(text, first, '"'));
  }

  /** Tests whether a string begins like an array of numbers or literals. Prose may, too. */
  public static boolean beginsLikeArray(CharSequence text) {
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
  public static String quoted(CharSequence text) {
    var quoted = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int end = at + 1;
      if (text.charAt(at) == '"') {
        end = endOfString(text, at);
        quoted.append(text, at, end);
      } else if (isAt(text, at, '$') && isAt(text, at + 1, '{')) {
        end = endOfName(text, at + 2);
        boolean isPlaceholder = end > at + 2 && isAt(text, end, '}');
        if (isPlaceholder) {
          end++;
          quoted.append(TextNode.valueOf(text.subSequence(at, end).toString()));
        } else {
          // The brace that ends the name may begin a placeholder, with the dollar before it.
          end = Math.max(at + 2, end - 1);
          quoted.append(text, at, end);
        }
      } else {
        quoted.append(text.charAt(at));
      }
      at = end;
    }
    return quoted.toString();
  }

  /** Returns the index after the string that begins at a quote. */
  private static int endOfString(CharSequence text, int quote) {
    int at = quote + 1;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at + 1, text.length());
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
