package io.flowforge.pipeline.form;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.pipeline.form.rule.InputReading;
import io.flowforge.scan.Excerpt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The rule that a requester can submit a form with the default of a field. */
public final class DefaultValue {

  private static final int MAX_OPTIONS_SHOWN = 10;

  private DefaultValue() {}

  /** Returns the problems of a default. An empty string is none, as front ends send it. */
  public static List<String> problemsOf(FormField field, JsonNode value) {
    if (value.isTextual() && value.textValue().isEmpty()) {
      return List.of();
    }
    return switch (field.type()) {
      case INPUT -> problemsOfInput(field, value);
      case SELECT -> problemsOfOptions(field, List.of(value));
      case CHECKBOXES ->
          problemsOfOptions(field, value.isArray() ? value.valueStream().toList() : List.of(value));
    };
  }

  private static List<String> problemsOfInput(FormField field, JsonNode value) {
    if (!field.rules().isNone()) {
      return problemsOfRules(field, value);
    }
    if (!value.isValueNode()) {
      return List.of("must be a string");
    }
    return problemsOfLength(field, value.asText());
  }

  private static List<String> problemsOfLength(FormField field, String text) {
    int length = text.codePointCount(0, text.length());
    return length < field.minLength()
        ? List.of(
            "has %d characters; write at least the %d of min_length"
                .formatted(length, field.minLength()))
        : List.of();
  }

  private static List<String> problemsOfRules(FormField field, JsonNode value) {
    return switch (InputReading.of(field.rules().format(), value)) {
      case InputReading.NotUnderstood(String problem) -> List.of(problem);
      case InputReading.Understood(var _, String text) -> {
        List<String> problems = new ArrayList<>();
        if (!text.isEmpty()) {
          problems.addAll(problemsOfLength(field, text));
          problems.addAll(field.rules().problemsOf(text));
        }
        yield problems;
      }
    };
  }

  private static List<String> problemsOfOptions(FormField field, List<JsonNode> chosen) {
    Set<String> options = new HashSet<>(field.options());
    Set<String> unknown = new TreeSet<>();
    for (JsonNode option : chosen) {
      if (!option.isTextual() || !options.contains(option.textValue())) {
        unknown.add(option.toString());
      }
    }
    return unknown.isEmpty() || options.isEmpty()
        ? List.of()
        : List.of(
            "%s is not among the options; use %s"
                .formatted(Excerpt.of(String.join(", ", unknown)), shown(field.options())));
  }

  /** Returns the first options, for a message. */
  static String shown(List<String> options) {
    int more = options.size() - MAX_OPTIONS_SHOWN;
    List<String> first = options.subList(0, Math.min(options.size(), MAX_OPTIONS_SHOWN));
    String list = Excerpt.of(String.join(", ", first));
    return more > 0 ? list + " and " + more + " more" : list;
  }
}
