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

  /** Returns whether the sentence may be about a field that was taken out. */
  boolean include(String sentence) {
    return mistyped.stream().anyMatch(path -> isAbout(sentence, path))
        || (isAnyOf("steps", "step_name") && LINKS.stream().anyMatch(sentence::contains))
        || (isAnyOf("form", "name") && sentence.contains("names no field of the form"));
  }

  private static boolean isAbout(String sentence, String path) {
    return sentence.startsWith(path) || sentence.startsWith("field '" + path);
  }

  /** Returns whether a whole list is missing, an element of it, or the name of an element. */
  private boolean isAnyOf(String list, String name) {
    return mistyped.stream()
        .filter(path -> path.startsWith(list))
        .anyMatch(path -> path.endsWith("]") || path.endsWith("." + name) || path.indexOf('[') < 0);
  }
}
