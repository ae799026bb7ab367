package io.flowforge.condition.check;

import io.flowforge.pipeline.problem.NearestName;
import java.util.Optional;
import java.util.Set;

/** The names that every condition may use: functions, macros and types. */
final class KnownFunctions {

  private static final Set<String> FUNCTIONS =
      Set.of(
          "size",
          "contains",
          "startsWith",
          "endsWith",
          "matches",
          "int",
          "uint",
          "double",
          "string",
          "bool",
          "bytes",
          "timestamp",
          "duration",
          "type",
          "dyn",
          "getFullYear",
          "getMonth",
          "getDate",
          "getDayOfMonth",
          "getDayOfWeek",
          "getDayOfYear",
          "getHours",
          "getMinutes",
          "getSeconds",
          "getMilliseconds");

  /** Macros; one that remains in a tree has been given the wrong number of arguments. */
  private static final Set<String> MACROS =
      Set.of("has", "all", "exists", "exists_one", "map", "filter");

  private static final Set<String> TYPES =
      Set.of(
          "bool",
          "int",
          "uint",
          "double",
          "string",
          "bytes",
          "list",
          "map",
          "null_type",
          "type",
          "google");

  private KnownFunctions() {}

  static boolean isType(String name) {
    return TYPES.contains(name);
  }

  /** Returns whether an author meant a macro, which may define names for its arguments. */
  static boolean resemblesMacro(String function) {
    return NearestName.of(function, MACROS).isPresent()
        && NearestName.of(function, FUNCTIONS).isEmpty();
  }

  /** Returns what is wrong with a function of this name, and the cure. */
  static Optional<String> problemOf(String function) {
    if (!Character.isLetter(function.codePointAt(0)) || FUNCTIONS.contains(function)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (function) {
          case "has" -> "has() needs one reference: write 'has(form.name)'";
          case "all", "exists", "exists_one", "filter", "map" ->
              "%1$s() needs a list, a name for its items and a condition: write 'form.list.%1$s(item, item != \"\")'"
                  .formatted(function);
          default ->
              "there is no function %s: %s"
                  .formatted(
                      NearestName.quoted(function),
                      NearestName.of(function, FUNCTIONS)
                          .or(() -> NearestName.of(function, MACROS))
                          .map(name -> "write '" + name + "'")
                          .orElse("the manual lists the functions of conditions"));
        });
  }
}
