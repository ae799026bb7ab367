package io.flowforge;

import io.flowforge.error.InvalidException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Reads variables; each fault names its variable. A blank one counts as not set. */
public record Environment(Map<String, String> variables) {

  public Optional<String> text(String name) {
    return Optional.ofNullable(variables.get(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  public int number(String name, int whenAbsent, int least, int most) {
    return text(name).map(text -> number(name, text, least, most)).orElse(whenAbsent);
  }

  public Duration seconds(String name, Duration whenAbsent, int least, int most) {
    return Duration.ofSeconds(number(name, Math.toIntExact(whenAbsent.toSeconds()), least, most));
  }

  /** Written {@code true} or {@code false}; false when it is not set. */
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

  private static int number(String name, String text, int least, int most) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, with the same words.
    }
    throw new InvalidException(
        "%s must be a whole number from %d to %d, but it is '%s'"
            .formatted(name, least, most, text));
  }
}
