package io.flowforge.pipeline.problem;

import java.util.List;

/**
 * A problem of a draft, in parts that a program can show at the right place.
 *
 * @param pointer the JSON Pointer (RFC 6901) of what is wrong; of what is missing, where it should
 *     be; empty for the whole draft
 * @param message what is wrong
 * @param cure what to do
 * @param allowedValues the only values that may stand there; empty if they cannot be listed
 */
public record DraftProblem(
    String pointer, String message, String cure, List<String> allowedValues) {

  public DraftProblem {
    allowedValues = List.copyOf(allowedValues);
  }
}
