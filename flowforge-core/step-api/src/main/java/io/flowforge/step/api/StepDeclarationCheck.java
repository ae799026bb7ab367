package io.flowforge.step.api;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a server demands of a step type, and of a step of it. */
public final class StepDeclarationCheck {

  private static final int MAX_NAME = 40;
  private static final int MAX_PARAMETER_NAME = 60;
  private static final int MAX_PARAMETERS = 50;
  private static final int MAX_DESCRIPTION = 500;
  private static final int MAX_ALLOWED_VALUES = 100;

  private StepDeclarationCheck() {}

  /** Returns why a server would not start with this step type; empty if it would. */
  public static List<String> problemsOf(StepPlugin plugin) {
    List<String> problems = new ArrayList<>();
    if (!isName(plugin.name(), MAX_NAME, false)) {
      problems.add(
          "the name '%s' must consist of at most 40 capital letters, digits and underscores, the"
                  .formatted(shown(plugin.name()))
              + " first of which is a letter");
    }
    checkDescription("the step type", plugin.description(), problems);
    List<StepParameter> parameters = plugin.parameters();
    if (parameters.size() > MAX_PARAMETERS) {
      problems.add(
          "%d parameters are too many; declare at most %d"
              .formatted(parameters.size(), MAX_PARAMETERS));
      return problems;
    }
    Set<String> names = new HashSet<>();
    for (StepParameter parameter : parameters) {
      check(parameter, names, problems);
    }
    return problems;
  }

  private static void check(StepParameter parameter, Set<String> names, List<String> problems) {
    String place = "parameter '" + shown(parameter.name()) + "'";
    if (!isName(parameter.name(), MAX_PARAMETER_NAME, true)) {
      problems.add(
          place
              + " must have a name of at most 60 letters, digits and underscores that begins with a letter");
    }
    if (!names.add(parameter.name())) {
      problems.add(place + " is declared twice");
    }
    checkDescription(place, parameter.description(), problems);
    int allowed = parameter.allowedValues().size();
    if (allowed > 0 && parameter.type() != StepParameter.Type.STRING) {
      problems.add(place + " is no string and cannot have allowed values");
    }
    if (allowed > MAX_ALLOWED_VALUES) {
      problems.add(
          "%s has %d allowed values; declare at most %d"
              .formatted(place, allowed, MAX_ALLOWED_VALUES));
    }
  }

  /** Returns whether a name consists of letters, digits and underscores, a letter first. */
  private static boolean isName(String name, int maxLength, boolean mayBeSmall) {
    return !name.isEmpty()
        && name.length() <= maxLength
        && isLetter(name.charAt(0), mayBeSmall)
        && name.chars()
            .allMatch(c -> isLetter(c, mayBeSmall) || c == '_' || (c >= '0' && c <= '9'));
  }

  private static boolean isLetter(int character, boolean mayBeSmall) {
    return (character >= 'A' && character <= 'Z')
        || (mayBeSmall && character >= 'a' && character <= 'z');
  }

  private static void checkDescription(String place, String text, List<String> problems) {
    if (text.isBlank() || text.length() > MAX_DESCRIPTION) {
      problems.add(
          "%s must have a description of 1 to %d characters".formatted(place, MAX_DESCRIPTION));
    }
  }

  /**
   * Returns what is wrong with a step, one sentence each, which begins with the parameter.
   *
   * @param values the parameters of the step, as far as they are known
   * @param isGiven whether the step has a parameter, even if its value is not known yet
   */
  public static List<String> problemsOf(
      StepPlugin plugin, StepValues values, Predicate<String> isGiven) {
    List<String> problems = new ArrayList<>();
    for (StepParameter parameter : plugin.parameters()) {
      Optional<Object> value = values.find(parameter.name());
      boolean isKnown = values.all().containsKey(parameter.name());
      if (parameter.isRequired()
          && value.isEmpty()
          && (isKnown || !isGiven.test(parameter.name()))) {
        problems.add(parameter.name() + ": is required; add it");
      }
      value.flatMap(given -> problemOf(parameter, given)).ifPresent(problems::add);
    }
    if (problems.isEmpty()) {
      plugin
          .problemsOf(values)
          .forEach(problem -> problems.add(problem.parameter() + ": " + problem.sentence()));
    }
    return problems;
  }

  private static Optional<String> problemOf(StepParameter parameter, Object value) {
    if (!classOf(parameter.type()).isInstance(value)) {
      return Optional.of(
          "%s: must be %s; it is %s"
              .formatted(parameter.name(), described(parameter.type()), described(value)));
    }
    if (!parameter.allowedValues().isEmpty() && !parameter.allowedValues().contains(value)) {
      return Optional.of(
          "%s: must be %s; it is '%s'"
              .formatted(
                  parameter.name(),
                  String.join(" or ", parameter.allowedValues()),
                  shown(value.toString())));
    }
    return Optional.empty();
  }

  private static Class<?> classOf(StepParameter.Type type) {
    return switch (type) {
      case STRING -> String.class;
      case NUMBER -> java.math.BigDecimal.class;
      case BOOLEAN -> Boolean.class;
      case LIST -> List.class;
      case OBJECT -> Map.class;
    };
  }

  private static String described(StepParameter.Type type) {
    return switch (type) {
      case STRING -> "a string";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case LIST -> "a list";
      case OBJECT -> "an object";
    };
  }

  private static String described(@Nullable Object value) {
    for (StepParameter.Type type : StepParameter.Type.values()) {
      if (classOf(type).isInstance(value)) {
        return described(type);
      }
    }
    return "null";
  }

  private static String shown(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }
}
