package io.flowforge.pipeline.problem;

import java.util.List;

/** The place of a step's problem in the draft. */
public final class StepPlace {

  private static final String PARAMETERS = "parameters.";

  /** The words that precede the name of a parameter in a problem. */
  private static final List<String> BEFORE_PARAMETERS =
      List.of("parameter '", "missing required parameter: '");

  private StepPlace() {}

  /**
   * Returns the sentence with the path of the field before it, such as {@code
   * steps[2].parameters.url: port 99999 is out of range}.
   */
  public static String of(int index, String sentence) {
    String step = "steps[" + index + "]";
    if (sentence.startsWith(PARAMETERS)) {
      return step + "." + sentence;
    }
    for (String before : BEFORE_PARAMETERS) {
      if (sentence.startsWith(before)) {
        return step + "." + PARAMETERS + quoted(sentence, before.length()) + ": " + sentence;
      }
    }
    return sentence.startsWith("'")
        ? step + "." + quoted(sentence, 1) + ": " + sentence
        : step + ": " + sentence;
  }

  private static String quoted(String sentence, int from) {
    int end = sentence.indexOf('\'', from);
    return sentence.substring(from, end < 0 ? sentence.length() : end);
  }
}
