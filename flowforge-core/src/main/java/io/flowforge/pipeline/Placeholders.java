package io.flowforge.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.pipeline.reference.ValueReference;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Placeholders such as <code>${name}</code> in strings and in JSON that contains strings. A name
 * has at least one character and no braces, except that <code>${'${'}</code> is a placeholder, too.
 */
public final class Placeholders {

  /** The number of characters before a name. */
  private static final int PREFIX = "${".length();

  /** What stands for a literal dollar sign and brace. */
  private static final String LITERAL = "${" + ValueReference.LITERAL_NAME + "}";

  private Placeholders() {}

  /** The position of a placeholder, with its dollar sign and its braces. */
  private record Span(int start, int end) {

    String nameIn(CharSequence text) {
      return text.subSequence(start + PREFIX, end - 1).toString();
    }
  }

  /** Returns the names in all strings and keys of the value, in order of appearance. */
  public static Set<String> namesIn(JsonNode value) {
    Set<String> names = new LinkedHashSet<>();
    collect(value, names);
    return names;
  }

  /** Returns the names in the text, in order of appearance. */
  public static Set<String> namesIn(CharSequence text) {
    Set<String> names = new LinkedHashSet<>();
    collect(text, names);
    return names;
  }

  /** Returns the name if the string is exactly one placeholder, otherwise an empty string. */
  public static String soleNameIn(CharSequence text) {
    Span first = next(text, 0);
    return first != null && first.start() == 0 && first.end() == text.length()
        ? first.nameIn(text)
        : "";
  }

  /** Replaces every placeholder. Placeholders in the replacements are not replaced. */
  public static String replaced(CharSequence text, Function<String, String> replacement) {
    var replaced = new StringBuilder(text.length());
    int at = 0;
    for (Span span = next(text, 0); span != null; span = next(text, at)) {
      replaced.append(text, at, span.start()).append(replacement.apply(span.nameIn(text)));
      at = span.end();
    }
    return replaced.append(text, at, text.length()).toString();
  }

  /** Replaces every placeholder by text of the same length that has no other characters than x. */
  public static String masked(String text) {
    return replaced(text, name -> "x".repeat(name.length() + PREFIX + 1));
  }

  private static void collect(JsonNode value, Set<String> names) {
    if (value.isTextual()) {
      collect(value.textValue(), names);
    }
    value
        .properties()
        .forEach(
            field -> {
              collect(field.getKey(), names);
              collect(field.getValue(), names);
            });
    if (value.isArray()) {
      value.forEach(element -> collect(element, names));
    }
  }

  private static void collect(CharSequence text, Set<String> names) {
    for (Span span = next(text, 0); span != null; span = next(text, span.end())) {
      names.add(span.nameIn(text));
    }
  }

  /** Returns the first placeholder at or after a position; null if there is none. */
  private static @Nullable Span next(CharSequence text, int from) {
    int start = -1;
    char before = ' ';
    for (int i = from; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character == '{' && before == '$' && isLiteral(text, i - 1)) {
        return new Span(i - 1, i - 1 + LITERAL.length());
      }
      if (character == '{') {
        start = before == '$' ? i - 1 : -1;
      } else if (character == '}') {
        if (start >= 0 && i > start + PREFIX) {
          return new Span(start, i + 1);
        }
        start = -1;
      }
      before = character;
    }
    return null;
  }

  private static boolean isLiteral(CharSequence text, int at) {
    int end = at + LITERAL.length();
    return end <= text.length() && LITERAL.contentEquals(text.subSequence(at, end));
  }
}
