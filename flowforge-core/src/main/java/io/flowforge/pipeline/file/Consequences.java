package io.flowforge.pipeline.file;

import io.flowforge.scan.CharacterSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The problems that exist only because a field of the wrong type was taken out. They would mislead.
 * Not thread-safe.
 */
final class Consequences {

  private static final List<String> LINKS =
      List.of("first_step_name", "next_step_name", "prev_step_name", "cannot be reached");

  private static final String NEXT = ".next_step_name";
  private static final String TERMINAL = ".is_terminal_step";

  private static final CharacterSet PATH_END = CharacterSet.of(":.['");

  /** The words before the path in some sentences. */
  private static final String QUOTED = "field '";

  /** No path of a field with a type is longer. */
  private static final int MAX_PATH = 100;

  /**
   * The number of paths that are kept of the steps, and of the rest: more than as many steps or
   * fields have as a pipeline may have. What is in longer lists is not checked.
   */
  private static final int MAX_KEPT = 5_000;

  private final Set<String> ofSteps = new HashSet<>();
  private final Set<String> others = new HashSet<>();
  private boolean lacksSteps;
  private boolean lacksFields;

  /**
   * Adds a field.
   *
   * @param path the path of a field of the wrong type
   */
  void add(String path) {
    lacksSteps |= isOf(path, "steps", "step_name");
    lacksFields |= isOf(path, "form", "name");
    Set<String> paths = path.startsWith("steps") ? ofSteps : others;
    if (paths.size() < MAX_KEPT) {
      paths.add(path);
    }
  }

  /** Returns whether the sentence may be about a field that was taken out. */
  boolean include(String sentence) {
    return isAboutOne(sentence)
        || (lacksSteps && LINKS.stream().anyMatch(sentence::contains))
        || (lacksFields && sentence.contains("names no field of the form"));
  }

  /** Tries each beginning of the path in the sentence. */
  private boolean isAboutOne(String sentence) {
    int from = sentence.startsWith(QUOTED) ? QUOTED.length() : 0;
    int last = Math.min(sentence.length() - 1, from + MAX_PATH);
    for (int at = from + 1; at <= last; at++) {
      if (PATH_END.contains(sentence.charAt(at)) && isTakenOut(sentence.substring(from, at))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a step has a next one depends on whether it is the last. */
  private boolean isTakenOut(String path) {
    return has(path)
        || (path.endsWith(NEXT)
            && has(path.substring(0, path.length() - NEXT.length()) + TERMINAL));
  }

  private boolean has(String path) {
    return ofSteps.contains(path) || others.contains(path);
  }

  /** Returns whether a path is that of a whole list, of an element, or of an element's name. */
  private static boolean isOf(String path, String list, String name) {
    return path.startsWith(list)
        && (path.endsWith("]") || path.endsWith("." + name) || path.indexOf('[') < 0);
  }
}
