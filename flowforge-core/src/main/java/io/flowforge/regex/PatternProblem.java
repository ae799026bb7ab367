package io.flowforge.regex;

/**
 * Why a regular expression is refused.
 *
 * @param character where, in characters (code points) from the beginning of the expression, from 1;
 *     0 if it is the whole expression
 * @param reason what is wrong; for the whole expression, it completes "the regular expression ..."
 * @param cure what to do
 */
public record PatternProblem(int character, String reason, String cure) {

  /** Returns the place if there is one, the reason and the cure. */
  public String sentence() {
    String problem = reason + "; " + cure;
    return character == 0 ? problem : "character %d: %s".formatted(character, problem);
  }

  /** Returns a sentence of its own, without a full stop. */
  public String wholeSentence() {
    return "the regular expression "
        + (character == 0
            ? reason
            : "is wrong at its character %d: %s".formatted(character, reason))
        + "; "
        + cure;
  }
}
