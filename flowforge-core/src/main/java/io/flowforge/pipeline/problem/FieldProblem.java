package io.flowforge.pipeline.problem;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A problem, with its place in a draft.
 *
 * @param sentence begins with the path of the field and ends with the cure
 * @param message what is wrong, without the path and the cure
 * @param cure what to do; empty if nothing is known
 */
public record FieldProblem(String sentence, DraftPath path, String message, String cure) {

  /**
   * Reads a sentence such as {@code steps[2].parameters.url: port 99999 is ...; use 1 to 65535}.
   */
  public static FieldProblem of(String sentence, JsonNode draft) {
    DraftPath path = DraftPath.of(sentence, draft);
    ProblemParts parts = ProblemParts.of(path.rest(sentence));
    return new FieldProblem(sentence, path, parts.message(), parts.cure());
  }

  /**
   * Returns the problem of a sentence whose other parts are known.
   *
   * @param cure empty if the message says what to do
   */
  static FieldProblem of(String sentence, String message, String cure, JsonNode draft) {
    return new FieldProblem(
        sentence,
        DraftPath.of(sentence, draft),
        message,
        cure.isEmpty() ? ProblemParts.cureOf(message) : cure);
  }
}
