package io.flowforge.cli.embedded.issuer.grant;

import java.net.URI;

/**
 * A client's request that a person sign in (RFC 6749, section 4.1.1, and RFC 7636).
 *
 * @param state returned to the client as it is; empty if there is none
 * @param codeChallenge the SHA-256 hash of a secret that only the client knows
 */
public record AuthorizationRequest(
    String clientId, URI redirectUri, String state, String codeChallenge, String scope) {}
