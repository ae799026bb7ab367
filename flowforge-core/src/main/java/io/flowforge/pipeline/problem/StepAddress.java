package io.flowforge.pipeline.problem;

import io.flowforge.scan.CharacterSet;
import java.util.ArrayList;
import java.util.List;

/**
 * The rule that a step's name can be part of a URL. Front ends write it there as it is, except that
 * browsers encode spaces, resolve dot segments and treat a backslash as a slash.
 */
public final class StepAddress {

  private static final CharacterSet ENDING_PATHS = CharacterSet.of("?#\\");
  private static final CharacterSet SLASH = CharacterSet.of("/");
  private static final CharacterSet HEXADECIMAL = CharacterSet.of("0-9a-fA-F");

  private StepAddress() {}

  /** Returns the reasons for which a name cannot be part of a URL. */
  public static List<String> problemsOf(String name) {
    List<String> problems = new ArrayList<>();
    if (ENDING_PATHS.containsAny(name)) {
      problems.add(
          "the name must not contain '?', '#' or '\\': front ends could not address the step");
    }
    if (hasEscape(name)) {
      problems.add(
          "the name must not contain '%' before two hexadecimal digits: front ends could not address"
              + " the step");
    }
    if (SLASH.split(name).stream().anyMatch(part -> part.equals(".") || part.equals(".."))) {
      problems.add(
          "the name must not be '.' or '..', also between slashes: front ends could not address the"
              + " step");
    }
    return problems;
  }

  private static boolean hasEscape(String name) {
    for (int at = name.indexOf('%'); at >= 0; at = name.indexOf('%', at + 1)) {
      if (at + 2 < name.length() && HEXADECIMAL.containsAll(name.substring(at + 1, at + 3))) {
        return true;
      }
    }
    return false;
  }
}
