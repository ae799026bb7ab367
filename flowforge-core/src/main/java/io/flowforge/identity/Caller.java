package io.flowforge.identity;

/** The originator of a call. */
public sealed interface Caller {

  /** A person with a valid token. */
  record Person(String userId) implements Caller {}

  /**
   * The user of the command line, who has the credentials of the stores. Everything is allowed,
   * because no check could be enforced.
   */
  record Operator() implements Caller {}

  /** Returns the user id for events, empty for an operator. */
  default String eventAuthor() {
    return switch (this) {
      case Person person -> person.userId();
      case Operator _ -> "";
    };
  }
}
