package io.flowforge.identity;

/** The originator of a call. */
public sealed interface Caller {

  /** A person with a valid token. */
  record Person(String userId) implements Caller {

    @Override
    public Author author() {
      return new Author(userId, "");
    }
  }

  /**
   * The user of the command line, who has the credentials of the stores. Everything is allowed,
   * because no check could be enforced.
   *
   * @param name the name for the history, such as that of the account on the machine
   */
  record Operator(String name) implements Caller {

    @Override
    public String userId() {
      return "";
    }

    @Override
    public Author author() {
      return new Author("", name);
    }
  }

  /** Returns the id of the user, empty for an operator. */
  String userId();

  /** Returns the caller as the history names it. */
  Author author();
}
