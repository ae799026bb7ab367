package io.flowforge.pipeline.form.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowforge.scan.Excerpt;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules for the value of an input, beside whether it is required and its minimum length.
 *
 * @param pattern an expression in the syntax of RE2 that the whole value matches; empty for none
 * @param min the minimum of a number or date as it is stored; empty for none
 * @param max the maximum like the minimum
 * @param maxLength the maximum length of a text, in Unicode code points; 0 for none
 */
public record InputRules(
    ValueFormat format, String pattern, String min, String max, int maxLength) {

  /** No rules: any text. */
  public static final InputRules NONE = new InputRules(ValueFormat.TEXT, "", "", "", 0);

  /** How much of a pattern a message shows, in characters. */
  private static final int MAX_SHOWN_PATTERN = 200;

  public boolean isNone() {
    return equals(NONE);
  }

  /**
   * Returns what a value violates; each sentence completes "field 'x' ...".
   *
   * @param text a value that is not empty, as it is stored
   */
  public List<String> problemsOf(String text) {
    List<String> problems = new ArrayList<>();
    int length = text.codePointCount(0, text.length());
    if (maxLength > 0 && length > maxLength) {
      problems.add(
          "must have at most %d characters (max_length); it has %d".formatted(maxLength, length));
    }
    if (!min.isEmpty() && compare(text, min) < 0) {
      problems.add("must be at least %s (min); it is %s".formatted(min, text));
    }
    if (!max.isEmpty() && compare(text, max) > 0) {
      problems.add("must be at most %s (max); it is %s".formatted(max, text));
    }
    if (!pattern.isEmpty() && (maxLength == 0 || length <= maxLength)) {
      addOfPattern(text, length, problems);
    }
    return problems;
  }

  private void addOfPattern(String text, int length, List<String> problems) {
    if (length > ValuePattern.MAX_VALUE_LENGTH) {
      problems.add(
          "must have at most %d characters, as it has a pattern; it has %d"
              .formatted(ValuePattern.MAX_VALUE_LENGTH, length));
    } else if (!ValuePattern.known(pattern).map(known -> known.matches(text)).orElse(true)) {
      problems.add(
          "must match the pattern %s as a whole; it is %s"
              .formatted(Excerpt.of(pattern, MAX_SHOWN_PATTERN), InputReading.quoted(text)));
    }
  }

  /** Compares two values of a format that has an order, as they are stored. */
  int compare(String text, String limit) {
    return format == ValueFormat.NUMBER
        ? new BigDecimal(text).compareTo(new BigDecimal(limit))
        : text.compareTo(limit);
  }

  /** Returns the rules that are set, with the names and types of the API. */
  public ObjectNode toJson() {
    ObjectNode json = toStored();
    for (String limit : List.of("min", "max")) {
      if (format == ValueFormat.NUMBER && json.has(limit)) {
        json.set(limit, NumberText.json(json.path(limit).textValue()));
      }
    }
    return json;
  }

  /** Returns the rules that are set, as a store holds them: numbers are strings. */
  public ObjectNode toStored() {
    ObjectNode stored = JsonNodeFactory.instance.objectNode();
    put("format", format.label(), stored);
    put("pattern", pattern, stored);
    put("min", min, stored);
    put("max", max, stored);
    if (maxLength > 0) {
      stored.put("max_length", maxLength);
    }
    return stored;
  }

  private static void put(String name, String value, ObjectNode stored) {
    if (!value.isEmpty()) {
      stored.put(name, value);
    }
  }

  /** Reads what a store holds. Anybody may have written it: what is not understood is no rule. */
  public static InputRules ofStored(JsonNode stored) {
    if (!stored.isObject()) {
      return NONE;
    }
    List<String> problems = new ArrayList<>();
    InputRules rules =
        RulesReader.ofStored()
            .read(
                new RulesDraft(
                    stored.get("format"),
                    stored.get("pattern"),
                    stored.get("min"),
                    stored.get("max"),
                    stored.get("max_length")),
                0,
                (name, _) -> problems.add(name));
    return problems.isEmpty() ? rules : NONE;
  }
}
