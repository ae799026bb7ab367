package io.flowforge.cli.login.flow;

/**
 * Who asks the issuer, and for what.
 *
 * @param id the client id
 * @param audience the {@code aud} that the tokens must have
 * @param scope the scopes of a person's tokens, separated by blanks
 */
public record LoginClient(String id, String audience, String scope) {}
