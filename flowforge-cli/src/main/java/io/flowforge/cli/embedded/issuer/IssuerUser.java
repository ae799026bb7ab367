package io.flowforge.cli.embedded.issuer;

/**
 * A user who can log in at the local issuer.
 *
 * @param userId with the provider's prefix, such as {@code auth0|ada}
 * @param provider the identity provider, such as {@code auth0} or {@code google-oauth2}
 */
public record IssuerUser(
    String userId, String email, String name, String provider, String password) {

  private static final String DATABASE_CONNECTION = "Username-Password-Authentication";

  /** Returns the name of the connection in Auth0. */
  String connection() {
    return isSocial() ? provider : DATABASE_CONNECTION;
  }

  boolean isSocial() {
    return !provider.equals("auth0");
  }

  /** Returns the provider of a connection; the reverse of {@link #connection}. */
  static String providerOf(String connection) {
    return connection.equals(DATABASE_CONNECTION) ? "auth0" : connection;
  }

  /** Returns the user without the password. */
  @Override
  public String toString() {
    return userId + " <" + email + ">";
  }
}
