package io.flowforge.identity;

/** Who asks for something. */
public sealed interface Caller {

  /** A person who has shown a valid token. */
  record Person(String userId) implements Caller {}

  /**
   * Somebody who holds the credentials of the stores: the command line. No policy can hold such a
   * person back, so none tries.
   */
  record Operator() implements Caller {}

  /** How events name the caller: the user id, empty for an operator. */
  default String eventAuthor() {
    return switch (this) {
      case Person person -> person.userId();
      case Operator _ -> "";
    };
  }
}
