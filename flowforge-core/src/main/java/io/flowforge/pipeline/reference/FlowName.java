package io.flowforge.pipeline.reference;

import io.flowforge.scan.CharacterSet;

/** The rule for the ids of steps and the names of outputs, which references contain. */
final class FlowName {

  static final String RULE =
      "use a lower-case letter, then lower-case letters, digits and _, at most 64 characters";

  private static final int MAX_LENGTH = 64;
  private static final CharacterSet FIRST = CharacterSet.of("a-z");
  private static final CharacterSet OTHERS = CharacterSet.of("a-z0-9_");

  private FlowName() {}

  static boolean isValid(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_LENGTH
        && FIRST.contains(name.charAt(0))
        && OTHERS.containsAll(name);
  }
}
