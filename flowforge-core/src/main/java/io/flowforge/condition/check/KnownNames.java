package io.flowforge.condition.check;

import java.util.Optional;
import java.util.Set;

/** The names that a condition may use, and what is wrong with other ones. */
public interface KnownNames {

  /** Every name; for conditions that have been checked before. */
  KnownNames ALL =
      new KnownNames() {
        @Override
        public Optional<Wrong> problemOf(Reference reference, Set<String> present) {
          return Optional.empty();
        }

        @Override
        public String unknownVariable(String name) {
          return "there is no '%s'".formatted(name);
        }

        @Override
        public boolean isVariable(String name) {
          return true;
        }
      };

  /** Returns whether the name is a variable. */
  boolean isVariable(String name);

  /** Returns what is wrong with a variable of this name, and the cure. */
  String unknownVariable(String name);

  /**
   * Returns what is wrong with the reference.
   *
   * @param present the paths, as {@link Reference#path} writes them, that are known to be present
   */
  Optional<Wrong> problemOf(Reference reference, Set<String> present);

  /** Returns the kind of the value, as far as it is known. */
  default ValueKind kindOf(Reference reference) {
    return ValueKind.ANY;
  }

  /**
   * What is wrong with a reference.
   *
   * @param segment the number of the segment that is wrong, from 0; -1 if it is the variable
   */
  record Wrong(int segment, String sentence) {}
}
