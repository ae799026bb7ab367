package io.flowforge.pipeline.file;

import java.util.List;

/**
 * The problems that exist only because a field of the wrong type was taken out. They would mislead.
 *
 * @param mistyped the paths of those fields
 */
record Consequences(List<String> mistyped) {

  private static final List<String> LINKS =
      List.of("first_step_name", "next_step_name", "prev_step_name", "cannot be reached");

  private static final String TERMINAL = ".is_terminal_step";

  /** Returns whether the sentence may be about a field that was taken out. */
  boolean include(String sentence) {
    return mistyped.stream().anyMatch(path -> isAbout(sentence, path))
        || mistyped.stream().anyMatch(path -> isLinkOfLastStep(sentence, path))
        || (isAnyOf("steps", "step_name") && LINKS.stream().anyMatch(sentence::contains))
        || (isAnyOf("form", "name") && sentence.contains("names no field of the form"));
  }

  private static boolean isAbout(String sentence, String path) {
    return sentence.startsWith(path) || sentence.startsWith("field '" + path);
  }

  /** Whether a step has a next one depends on whether it is the last. */
  private static boolean isLinkOfLastStep(String sentence, String path) {
    return path.endsWith(TERMINAL)
        && sentence.startsWith(
            path.substring(0, path.length() - TERMINAL.length()) + ".next_step_name");
  }

  /** Returns whether a whole list is missing, an element of it, or the name of an element. */
  private boolean isAnyOf(String list, String name) {
    return mistyped.stream()
        .filter(path -> path.startsWith(list))
        .anyMatch(path -> path.endsWith("]") || path.endsWith("." + name) || path.indexOf('[') < 0);
  }
}
