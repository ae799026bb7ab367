package io.flowforge.cli.login.flow;

/**
 * Who asks the issuer, and for what.
 *
 * @param id the client id
 * @param audience the {@code aud} that the tokens must have
 */
public record LoginClient(String id, String audience) {}
