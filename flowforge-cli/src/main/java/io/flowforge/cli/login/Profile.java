package io.flowforge.cli.login;

import java.net.URI;

/**
 * A sign-in that has a name. Its token is for its server only.
 *
 * @param server the base URL of the API, without a trailing slash
 * @param issuer the {@code iss} of its tokens, exactly
 * @param audience the {@code aud} of its tokens
 * @param clientId the client that the issuer knows this command as
 * @param subject the {@code sub} of its tokens, for people to read; empty if they do not tell
 */
public record Profile(
    String name, URI server, URI issuer, String audience, String clientId, String subject) {

  /** Returns the command that signs in again, for messages. */
  public String loginCommand() {
    return "flowforge login --server " + server + " --profile " + name;
  }
}
