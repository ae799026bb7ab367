package io.flowforge.cli.embedded.issuer;

import static java.util.Map.entry;

import io.flowforge.cli.embedded.issuer.grant.DeviceCodes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The metadata of the local issuer. */
record Discovery(String issuer, IssuerKey key) {

  static final String CONFIGURATION_PATH = "/.well-known/openid-configuration";
  static final String JWKS_PATH = "/.well-known/jwks.json";
  static final String TOKEN_PATH = "/oauth/token";
  static final String DEVICE_PATH = "/oauth/device/code";
  static final String REVOCATION_PATH = "/oauth/revoke";
  static final String USERINFO_PATH = "/userinfo";
  static final String AUTHORIZE_PATH = "/authorize";
  static final String ACTIVATE_PATH = "/activate";
  static final String END_SESSION_PATH = "/oidc/logout";

  /** Returns the metadata of OpenID Connect Discovery 1.0, section 3, and RFC 8414. */
  Map<String, Object> configuration() {
    return new TreeMap<>(
        Map.ofEntries(
            entry("issuer", issuer),
            entry("authorization_endpoint", url(AUTHORIZE_PATH)),
            entry("token_endpoint", url(TOKEN_PATH)),
            entry("device_authorization_endpoint", url(DEVICE_PATH)),
            entry("revocation_endpoint", url(REVOCATION_PATH)),
            entry("userinfo_endpoint", url(USERINFO_PATH)),
            entry("end_session_endpoint", url(END_SESSION_PATH)),
            entry("prompt_values_supported", List.of("none", "login", "select_account")),
            entry("jwks_uri", url(JWKS_PATH)),
            entry(
                "grant_types_supported",
                List.of(
                    "authorization_code",
                    "refresh_token",
                    TokenEndpoint.DEVICE_GRANT,
                    "client_credentials",
                    "password")),
            entry("response_types_supported", List.of("code")),
            entry("code_challenge_methods_supported", List.of("S256")),
            entry("token_endpoint_auth_methods_supported", List.of("none", "client_secret_post")),
            entry("authorization_response_iss_parameter_supported", true),
            entry("scopes_supported", List.of("openid", "profile", "email", "offline_access")),
            entry("subject_types_supported", List.of("public")),
            entry("id_token_signing_alg_values_supported", List.of("RS256"))));
  }

  /** Returns the response to a device that wants a sign-in (RFC 8628, section 3.2). */
  Map<String, Object> device(DeviceCodes.Issued codes) {
    return new TreeMap<>(
        Map.of(
            "device_code", codes.deviceCode(),
            "user_code", codes.userCode(),
            "verification_uri", url(ACTIVATE_PATH),
            "verification_uri_complete", url(ACTIVATE_PATH) + "?user_code=" + codes.userCode(),
            "expires_in", DeviceCodes.LIFETIME.toSeconds(),
            "interval", DeviceCodes.INTERVAL.toSeconds()));
  }

  /** Returns the key set (RFC 7517), which contains one key. */
  Map<String, Object> jwks() {
    return Map.of("keys", List.of(key.jwk()));
  }

  String url(String path) {
    return issuer + path.substring(1);
  }
}
