package io.flowforge.server.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the usable keys from a JSON Web Key Set (RFC 7517) and ignores the others. */
public final class KeySet {

  /** RFC 7518, section 3.3. */
  private static final int MIN_BITS = 2048;

  private KeySet() {}

  /** Returns the RSA signing keys by their ids. */
  public static Map<String, RSAPublicKey> keysIn(JsonNode jwks) {
    Map<String, RSAPublicKey> keys = new HashMap<>();
    for (JsonNode jwk : jwks.path("keys")) {
      String kid = jwk.path("kid").asText();
      if (!kid.isEmpty() && isForRs256(jwk)) {
        key(jwk).ifPresent(key -> keys.put(kid, key));
      }
    }
    return Map.copyOf(keys);
  }

  /** A key without {@code use} and {@code alg} may be used for anything (RFC 7517, section 4). */
  private static boolean isForRs256(JsonNode jwk) {
    return jwk.path("kty").asText().equals("RSA")
        && jwk.path("use").asText("sig").equals("sig")
        && jwk.path("alg").asText("RS256").equals("RS256");
  }

  private static Optional<RSAPublicKey> key(JsonNode jwk) {
    try {
      var spec = new RSAPublicKeySpec(number(jwk.path("n")), number(jwk.path("e")));
      var key = (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
      return Optional.of(key).filter(found -> found.getModulus().bitLength() >= MIN_BITS);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static BigInteger number(JsonNode base64) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(base64.asText()));
  }
}
