package io.flowforge.settings;

import io.flowforge.error.InvalidException;
import io.flowforge.text.Blanks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A reader of settings that goes on after a problem, so that all problems are reported together. A
 * setting that is set but blank counts as not set. It remembers every setting that it has read, for
 * people who ask what holds. Not thread-safe.
 */
public final class SettingsReader {

  private final Map<String, String> variables;

  /** What has been read, in order; a problem stays, whatever else is read by the same name. */
  private final Map<String, HeldSetting> held = new LinkedHashMap<>();

  public SettingsReader(Map<String, String> variables) {
    this.variables = variables;
  }

  /**
   * Reads what the recipe needs.
   *
   * @param recipe returns empty if something is missing, after reading all the rest
   * @throws InvalidException with one detail for each setting that is missing or invalid
   */
  public static <T> T read(
      Map<String, String> variables, Function<SettingsReader, Optional<T>> recipe) {
    var reader = new SettingsReader(variables);
    Optional<T> result = recipe.apply(reader);
    reader.throwIfAny();
    return result.orElseThrow();
  }

  /** Returns whether the setting has a value, valid or not. */
  public boolean isSet(String name) {
    return raw(name).isPresent();
  }

  /** Reads a setting without which something else happens, as the remark says. */
  public <T> Optional<T> optional(String name, String remark, Function<String, T> parser) {
    Optional<T> value = parsed(name, parser);
    if (!isSet(name)) {
      remember(new HeldSetting(name, "", SettingOrigin.UNSET, remark));
    }
    return value;
  }

  /**
   * Reads a setting that must be set.
   *
   * @param cure what to write, which completes the sentence "... is not set; "
   */
  public <T> Optional<T> required(String name, String cure, Function<String, T> parser) {
    if (!isSet(name)) {
      refuse(name, "%s is not set; %s".formatted(name, cure));
    }
    return parsed(name, parser);
  }

  /** Reads a setting that nobody may see. */
  public Optional<String> secret(String name, String remark) {
    Optional<String> value = optional(name, remark, text -> text);
    value.ifPresent(
        _ -> remember(new HeldSetting(name, ShownValue.HIDDEN, SettingOrigin.ENVIRONMENT, "")));
    return value;
  }

  /** Reads a setting that has a default, which is also returned in place of an invalid value. */
  public <T> T valueOr(String name, T whenUnset, Function<String, T> parser) {
    Optional<T> value = parsed(name, parser);
    if (!isSet(name)) {
      remember(
          new HeldSetting(
              name, ShownValue.of(String.valueOf(whenUnset)), SettingOrigin.DEFAULT, ""));
    }
    return value.orElse(whenUnset);
  }

  public int number(String name, int whenUnset, int min, int max) {
    return valueOr(name, whenUnset, text -> number(name, text, min, max));
  }

  /** Reads a number without which something else happens, as the remark says. */
  public Optional<Integer> optionalNumber(String name, String remark, int min, int max) {
    return optional(name, remark, text -> number(name, text, min, max));
  }

  /** Reads a whole number of seconds. */
  public Duration seconds(String name, Duration whenUnset, int min, int max) {
    return Duration.ofSeconds(number(name, Math.toIntExact(whenUnset.toSeconds()), min, max));
  }

  /** Reads a boolean, written {@code true} or {@code false}; false if the setting is not set. */
  public boolean truth(String name) {
    return truth(name, false);
  }

  /** Reads a boolean, written {@code true} or {@code false}. */
  public boolean truth(String name, boolean whenUnset) {
    return valueOr(
        name,
        whenUnset,
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw mustBe(name, "true or false", text);
            });
  }

  /** Reads a word that is one of two; the first one if the setting is not set. */
  public String choice(String name, String whenUnset, String other) {
    return valueOr(
        name,
        whenUnset,
        text -> {
          if (!text.equals(whenUnset) && !text.equals(other)) {
            throw mustBe(name, whenUnset + " or " + other, text);
          }
          return text;
        });
  }

  /** Notes that the setting would have no effect. */
  public void ignore(String name, String reason) {
    raw(name)
        .ifPresent(
            text ->
                held.putIfAbsent(
                    name,
                    new HeldSetting(name, ShownValue.of(text), SettingOrigin.IGNORED, reason)));
  }

  /** Adds a problem of a setting; a setting has at most one. */
  public void refuse(String name, String problem) {
    HeldSetting before = held.get(name);
    if (before == null || before.origin() != SettingOrigin.INVALID) {
      held.put(name, new HeldSetting(name, "", SettingOrigin.INVALID, problem));
    }
  }

  /** Returns the problem of a value, which it shows without secrets. */
  public static InvalidException mustBe(String name, String expected, String value) {
    return new InvalidException(
        "%s must be %s, but it is '%s'".formatted(name, expected, ShownValue.of(value)));
  }

  /** Returns all settings that were read, and those that are ignored, in this order. */
  public List<HeldSetting> held() {
    return List.copyOf(held.values());
  }

  /** Returns one sentence for each setting that is missing or invalid. */
  public List<String> problems() {
    return held.values().stream()
        .filter(setting -> setting.origin() == SettingOrigin.INVALID)
        .map(HeldSetting::remark)
        .toList();
  }

  /**
   * Throws if a setting is missing or invalid.
   *
   * @throws InvalidException with one detail for each of them
   */
  public void throwIfAny() {
    List<String> names = new ArrayList<>();
    held.forEach(
        (name, setting) -> {
          if (setting.origin() == SettingOrigin.INVALID) {
            names.add(name);
          }
        });
    if (!names.isEmpty()) {
      throw new InvalidException(
          (names.size() == 1
                  ? "a setting is missing or invalid: "
                  : names.size() + " settings are missing or invalid: ")
              + String.join(", ", names),
          problems());
    }
  }

  private <T> Optional<T> parsed(String name, Function<String, T> parser) {
    Optional<String> raw = raw(name);
    if (raw.isEmpty()) {
      return Optional.empty();
    }
    String text = raw.get();
    if (text.chars().anyMatch(Character::isISOControl)) {
      refuse(name, name + " contains a line break or another control character; remove it");
      return Optional.empty();
    }
    try {
      T value = parser.apply(text);
      remember(new HeldSetting(name, ShownValue.of(text), SettingOrigin.ENVIRONMENT, ""));
      return Optional.of(value);
    } catch (InvalidException e) {
      refuse(name, e.userMessage() + (isQuoted(text) ? "; remove the quotes" : ""));
      return Optional.empty();
    }
  }

  private void remember(HeldSetting setting) {
    held.merge(
        setting.name(),
        setting,
        (before, after) -> before.origin() == SettingOrigin.INVALID ? before : after);
  }

  private Optional<String> raw(String name) {
    return Optional.ofNullable(variables.get(name))
        .map(Blanks::strip)
        .filter(text -> !text.isEmpty());
  }

  /** Files for {@code docker run --env-file} take quotes literally. */
  private static boolean isQuoted(String text) {
    return text.length() > 1
        && (text.charAt(0) == '"' || text.charAt(0) == '\'')
        && text.charAt(0) == text.charAt(text.length() - 1);
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
    throw mustBe(name, "a whole number from %d to %d".formatted(min, max), text);
  }
}
