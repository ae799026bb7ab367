package io.flowforge.seed.provider;

/**
 * A user whom the identity provider should have.
 *
 * @param place the row of {@code user.csv}
 * @param userId with the provider's prefix
 * @param provider the prefix
 */
public record WantedUser(
    String place, String userId, String provider, String email, String name, String password) {

  /** Returns the id without the prefix. */
  String id() {
    return userId.substring(userId.indexOf('|') + 1);
  }

  /** Omits the password. */
  @Override
  public String toString() {
    return place + " " + userId;
  }
}
