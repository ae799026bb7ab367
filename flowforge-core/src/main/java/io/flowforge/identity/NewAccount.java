package io.flowforge.identity;

/**
 * An account to be created at the identity provider.
 *
 * @param connection the name of the database connection
 * @param id without the prefix, which the provider adds
 */
public record NewAccount(String connection, String id, String email, String name, String password) {

  /** Omits the password. */
  @Override
  public String toString() {
    return id + " in " + connection;
  }
}
