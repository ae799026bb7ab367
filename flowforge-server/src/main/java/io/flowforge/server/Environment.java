package io.flowforge.server;

import io.flowforge.error.InvalidException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Reads variables; each fault names its variable. A blank one counts as not set. */
record Environment(Map<String, String> variables) {

  Optional<String> text(String name) {
    return Optional.ofNullable(variables.get(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  int number(String name, int whenAbsent, int least, int most) {
    return text(name).map(text -> number(name, text, least, most)).orElse(whenAbsent);
  }

  Duration seconds(String name, Duration whenAbsent, int least, int most) {
    return Duration.ofSeconds(number(name, Math.toIntExact(whenAbsent.toSeconds()), least, most));
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
