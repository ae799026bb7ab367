package io.flowforge.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Placeholders such as <code>${name}</code> in strings and in JSON that contains strings. */
public final class Placeholders {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^{}]+)}");

  private Placeholders() {}

  /** Returns the names in all strings and keys of the value, in order of appearance. */
  public static Set<String> namesIn(JsonNode value) {
    Set<String> names = new LinkedHashSet<>();
    collect(value, names);
    return names;
  }

  /** Returns the name if the string is exactly one placeholder, otherwise an empty string. */
  public static String soleNameIn(String text) {
    Matcher matcher = PLACEHOLDER.matcher(text);
    return matcher.matches() ? matcher.group(1) : "";
  }

  /** Replaces every placeholder. Placeholders in the replacements are not replaced. */
  public static String replaced(String text, Function<String, String> replacement) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(replacement.apply(match.group(1))));
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

  private static void collect(String text, Set<String> names) {
    PLACEHOLDER
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .forEach(names::add);
  }
}
