package io.flowforge.cli.embedded.issuer;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The metadata of the local issuer. */
record Discovery(String issuer, IssuerKey key) {

  static final String CONFIGURATION_PATH = "/.well-known/openid-configuration";
  static final String JWKS_PATH = "/.well-known/jwks.json";
  static final String TOKEN_PATH = "/oauth/token";

  /** Returns the metadata of OpenID Connect Discovery 1.0, section 3. */
  Map<String, Object> configuration() {
    return new TreeMap<>(
        Map.of(
            "issuer", issuer,
            "token_endpoint", issuer + TOKEN_PATH.substring(1),
            "jwks_uri", issuer + JWKS_PATH.substring(1),
            "grant_types_supported", List.of("password", "client_credentials"),
            "response_types_supported", List.of("token"),
            "subject_types_supported", List.of("public"),
            "id_token_signing_alg_values_supported", List.of("RS256")));
  }

  /** Returns the key set (RFC 7517), which contains one key. */
  Map<String, Object> jwks() {
    return Map.of("keys", List.of(key.jwk()));
  }
}
