package io.flowforge.identity;

import io.flowforge.error.InvalidException;
import io.flowforge.text.TextLimit;

/**
 * A user who is about to be added.
 *
 * @param email empty for a machine
 */
public record NewUser(String userId, DisplayName name, String email, String identityProvider) {

  /** The identity provider of machines, which no user API knows. */
  public static final String MACHINE = "machine";

  /** The identity provider of users whose ids do not name one. */
  private static final String OTHER = "oidc";

  /** What Auth0 appends to the id of a client for the {@code sub} of its tokens. */
  private static final String CLIENTS = "@clients";

  /**
   * Returns a person.
   *
   * @param userId the {@code sub} of the person's tokens, such as {@code auth0|65f0}
   * @throws InvalidException if a value cannot be stored
   */
  public static NewUser person(String userId, String name, String email) {
    InvalidException.throwIfAny(TextLimit.NAME.problemsOf("user_id", userId));
    InvalidException.throwIfAny(TextLimit.NAME.problemsOf("email", email));
    if (userId.isBlank()) {
      throw new InvalidException("the user id is empty; copy it from the identity provider");
    }
    return new NewUser(userId, DisplayName.of("name", name), email, providerIn(userId));
  }

  /** Returns the identity provider that a user id names, such as {@code auth0|65f0}. */
  public static String providerIn(String userId) {
    int bar = userId.indexOf('|');
    return bar > 0 ? userId.substring(0, bar) : OTHER;
  }

  /**
   * Returns a machine, which signs in with client credentials.
   *
   * @param client the id of its client at the issuer
   * @throws InvalidException if the id or the name cannot be one
   */
  public static NewUser machine(String client, String name) {
    if (client.isBlank() || client.contains("|") || client.contains("@")) {
      throw new InvalidException(
          "client '%s' is not the id of a client; copy it from the issuer".formatted(client));
    }
    String userId = client.strip() + CLIENTS;
    InvalidException.throwIfAny(TextLimit.NAME.problemsOf("client", userId));
    return new NewUser(userId, DisplayName.of("name", name), "", MACHINE);
  }
}
