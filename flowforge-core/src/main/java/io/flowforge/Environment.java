package io.flowforge;

import io.flowforge.error.InvalidException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Environment variables, read with checks that name the variable. A blank one counts as unset. */
public record Environment(Map<String, String> variables) {

  public Optional<String> text(String name) {
    return Optional.ofNullable(variables.get(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  public int number(String name, int whenAbsent, int min, int max) {
    return text(name).map(text -> number(name, text, min, max)).orElse(whenAbsent);
  }

  public Duration seconds(String name, Duration whenAbsent, int min, int max) {
    return Duration.ofSeconds(number(name, Math.toIntExact(whenAbsent.toSeconds()), min, max));
  }

  /** Returns a boolean, written {@code true} or {@code false}; false if the variable is unset. */
  public boolean truth(String name) {
    String text = text(name).orElse("false");
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new InvalidException(
              "%s must be true or false, but it is '%s'".formatted(name, text));
    };
  }

  /** Returns one of the given words; the first one if the variable is unset. */
  public String choice(String name, String... words) {
    String text = text(name).orElse(words[0]);
    if (!List.of(words).contains(text)) {
      throw new InvalidException(
          "%s must be %s, but it is '%s'".formatted(name, String.join(" or ", words), text));
    }
    return text;
  }

  private static int number(String name, String text, int min, int max) {
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below, like a number that is out of range.
    }
    throw new InvalidException(
        "%s must be a whole number from %d to %d, but it is '%s'".formatted(name, min, max, text));
  }
}
