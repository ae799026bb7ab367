package io.flowforge.identity;

/**
 * The cause of a change in the history of a request.
 *
 * @param userId empty unless a user caused it
 * @param operator the name of an operator who caused it, otherwise empty
 */
public record Author(String userId, String operator) {

  /** The engine itself. */
  public static final Author SYSTEM = new Author("", "");
}
