package io.flowforge.server.auth;

import io.helidon.security.jwt.JwtException;
import io.helidon.security.jwt.jwk.JwkRSA;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;

/** A token in the compact form (RFC 7515, section 7.1), taken apart. Nothing of it is checked. */
final class ParsedToken {

  private final TokenHeader header;
  private final TokenClaims claims;

  /** What is signed: header and claims as they were sent. */
  private final String signed;

  private final byte[] signature;

  private ParsedToken(TokenHeader header, TokenClaims claims, String signed, byte[] signature) {
    this.header = header;
    this.claims = claims;
    this.signed = signed;
    this.signature = signature;
  }

  /**
   * Parses a token.
   *
   * @throws IOException if it does not have three parts, or header or claims are malformed
   * @throws IllegalArgumentException if a part is not base64url
   */
  static ParsedToken of(String token) throws IOException {
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    TokenJson.require(second > 0 && token.indexOf('.', second + 1) < 0);
    return new ParsedToken(
        TokenHeader.read(token.substring(0, first)),
        TokenClaims.read(token.substring(first + 1, second)),
        token.substring(0, second),
        Base64.getUrlDecoder().decode(token.substring(second + 1)));
  }

  TokenHeader header() {
    return header;
  }

  TokenClaims claims() {
    return claims;
  }

  /** Returns whether the signature is one by RS256 with this key. */
  boolean isSignedWith(RSAPublicKey key) {
    JwkRSA jwk =
        JwkRSA.builder().keyId(header.keyId()).algorithm(JwkRSA.ALG_RS256).publicKey(key).build();
    try {
      return jwk.verifySignature(signed.getBytes(StandardCharsets.US_ASCII), signature);
    } catch (JwtException _) {
      // Of another length than signatures of the key have, for example.
      return false;
    }
  }
}
