package io.flowforge.server.auth;

import org.jspecify.annotations.Nullable;

/**
 * The clients of the issuer that people sign in with. They have no secret, so anybody may know
 * them.
 *
 * @param cli the id of the command line's client; null if people cannot sign in there
 * @param console the id of the console's client; null if people cannot sign in there
 * @param scopes what they ask for, separated by blanks
 */
public record PublicClients(@Nullable String cli, @Nullable String console, String scopes) {

  /** A person's claims and a refresh token. */
  public static final String USUAL_SCOPES = "openid profile email offline_access";

  public static final PublicClients NONE = new PublicClients(null, null, USUAL_SCOPES);
}
