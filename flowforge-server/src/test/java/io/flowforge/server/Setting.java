package io.flowforge.server;

import io.flowforge.FlowforgeSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An environment variable: its default, its effect, and the values that are refused.
 *
 * @param name the name of the variable
 * @param others variables that must be set for this one to have an effect
 * @param effect reads what the variable sets
 * @param unset what it is without the variable; null if the variable is required
 * @param documented what README.md says about the default
 * @param given a good value
 * @param set what it is with the good value
 * @param refused bad values, each with the part of the message that says what to write instead
 */
record Setting(
    String name,
    Map<String, String> others,
    Function<All, @Nullable Object> effect,
    @Nullable Object unset,
    String documented,
    String given,
    Object set,
    List<Refusal> refused) {

  /** A value and a regular expression for the cure in the message. */
  record Refusal(String value, String cure) {}

  /** All settings of a server. */
  record All(ServerConfig server, FlowforgeSettings core) {

    static All from(Map<String, String> environment) {
      var settings = ServeSettings.from(environment);
      return new All(settings.server(), settings.core());
    }
  }

  static Setting of(String name, Function<All, @Nullable Object> effect) {
    return new Setting(name, Map.of(), effect, null, "required", "", "", List.of());
  }

  Setting with(Map<String, String> variables) {
    return new Setting(name, variables, effect, unset, documented, given, set, refused);
  }

  Setting byDefault(Object value, String inReadme) {
    return new Setting(name, others, effect, value, inReadme, given, set, refused);
  }

  Setting set(String value, Object result) {
    return new Setting(name, others, effect, unset, documented, value, result, refused);
  }

  /** Adds bad values that have the same cure. */
  Setting refuses(String cure, String... values) {
    List<Refusal> all = new ArrayList<>(refused);
    for (String value : values) {
      all.add(new Refusal(value, cure));
    }
    return new Setting(name, others, effect, unset, documented, given, set, all);
  }

  /** Adds the values just outside of the bounds, and something that is no number. */
  Setting between(long min, long max) {
    return refuses(
        "\\b%d\\b.*\\b%d\\b".formatted(min, max),
        Long.toString(min - 1),
        Long.toString(max + 1),
        "many",
        "1.5");
  }

  /** Returns an environment in which the variable has this value, or is not set. */
  Map<String, String> environment(@Nullable String value) {
    Map<String, String> environment = new HashMap<>(SettingsTest.REQUIRED);
    environment.putAll(others);
    if (value == null) {
      environment.remove(name);
    } else {
      environment.put(name, value);
    }
    return environment;
  }

  @Override
  public String toString() {
    return name;
  }
}
