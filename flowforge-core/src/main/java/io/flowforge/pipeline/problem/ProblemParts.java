package io.flowforge.pipeline.problem;

import java.util.List;

/**
 * What is wrong, and what to do: the two parts of a sentence about a field, which a semicolon
 * separates. A sentence without one says what must be, from which the cure follows.
 */
record ProblemParts(String message, String cure) {

  private static final String SEPARATOR = "; ";

  /** What was found in place of what must be. */
  private static final String INSTEAD = ", but it is ";

  /** What is no cure, although it follows a semicolon: what was found. */
  private static final List<String> FOUND = List.of("it has ", "character ");

  /**
   * What to do if a sentence has these words.
   *
   * @param goesOn whether what follows the words completes the cure
   */
  private record Cure(String words, String text, boolean goesOn) {}

  /** In the order in which they are tried. */
  private static final List<Cure> CURES =
      List.of(
          new Cure("missing required ", "add it", false),
          new Cure("circular reference ", "correct the next_step_name of one of them", false),
          new Cure(" as previous step", "make next_step_name and prev_step_name agree", false),
          new Cure(" cannot be set by a pipeline", "remove it", false),
          new Cure(" is not a valid header name", "use letters, digits and hyphens", false),
          new Cure(
              " is not valid JSON",
              "correct the JSON, or set a Content-Type such as text/plain",
              false),
          new Cure(": remove ", "remove ", true),
          new Cure(" requires ", "use ", true),
          new Cure(" must be one of ", "use one of ", true),
          new Cure(" must be ", "write ", true),
          new Cure(" must have ", "use ", true),
          new Cure(" must contain ", "add ", true),
          new Cure(" must begin with ", "begin it with ", true),
          new Cure(" must not contain ", "remove ", true),
          new Cure(" must not be less than ", "use at least ", true),
          new Cure(" must not be ", "replace ", true));

  /** Returns the parts of a sentence, which no longer names the field. */
  static ProblemParts of(String sentence) {
    int at = sentence.lastIndexOf(SEPARATOR);
    String last = at < 0 ? "" : sentence.substring(at + SEPARATOR.length());
    return isCure(last)
        ? new ProblemParts(sentence.substring(0, at), last)
        : new ProblemParts(sentence, cureOf(at < 0 ? sentence : sentence.substring(0, at)));
  }

  /** A name in quotes may hold a semicolon, too. */
  private static boolean isCure(String text) {
    return !text.isEmpty()
        && text.chars().filter(character -> character == '\'').count() % 2 == 0
        && FOUND.stream().noneMatch(text::startsWith);
  }

  /** Returns what follows from what a sentence says must be; empty if nothing does. */
  static String cureOf(String requirement) {
    // The field before the sentence is often its subject.
    int found = requirement.indexOf(INSTEAD);
    String text = " " + (found < 0 ? requirement : requirement.substring(0, found));
    for (Cure cure : CURES) {
      int at = text.indexOf(cure.words());
      if (at >= 0) {
        return cure.text() + (cure.goesOn() ? text.substring(at + cure.words().length()) : "");
      }
    }
    return "";
  }
}
