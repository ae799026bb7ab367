package io.flowforge.server.signup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import io.flowforge.server.signup.ScriptedIssuer.Reply;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.LogLines;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Issuers, tokens and userinfo in the shapes that products document. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProductTokensTest {

  private static final String TENANT = "8eaef023-2b34-4da1-9baa-8bc8c9d6a490";
  private static final String ENTRA_API = "11112222-bbbb-3333-cccc-4444dddd5555";
  private static final Map<String, String> ENTRA =
      Map.of("OIDC_AUDIENCE", ENTRA_API, "OIDC_EMAIL_VERIFIED_CLAIM", "xms_edov");

  private final SignUpCore stores = new SignUpCore();

  @AfterAll
  void close() {
    stores.close();
  }

  @Test
  void auth0TellsAtItsUserinfoEndpoint() {
    try (var server = new SignUpServer(stores.core, auth0())) {
      server.issuer.userinfo(
          "auth0|65f0",
          """
          "nickname": "mike", "name": "Mike Miller", "picture": "https://s.example/m.png",
          "updated_at": "2026-01-31T08:00:00.123Z", "email": "mike@example.com",
          "email_verified": true
          """);
      String token =
          server.issuer.token(
              "auth0|65f0",
              claims ->
                  claims
                      .audience(
                          List.of(ScriptedIssuer.AUDIENCE, server.issuer.issuer() + "userinfo"))
                      .claim("azp", "a1b2")
                      .claim("scope", "openid profile email offline_access"));

      assertUser(server.signUp(token), "auth0|65f0", "Mike Miller", "mike@example.com", "auth0");

      assertThat(server.issuer.calls("/userinfo")).containsExactly("/userinfo Bearer " + token);
    }
  }

  @Test
  void keycloakTellsInItsAccessTokens() {
    try (var server = new SignUpServer(stores.core, keycloak())) {
      String token =
          server.issuer.token(
              "5f2c-uuid-1",
              keycloakClaims()
                  .andThen(
                      claims ->
                          claims
                              .claim("email_verified", true)
                              .claim("name", "Kim Keycloak")
                              .claim("preferred_username", "kim")
                              .claim("email", "kim@example.com")));

      assertUser(server.signUp(token), "5f2c-uuid-1", "Kim Keycloak", "kim@example.com", "oidc");

      assertThat(server.issuer.calls(KEYCLOAK_USERINFO)).isEmpty();
    }
  }

  /** Keycloak's lightweight access tokens have no claims about the person. */
  @Test
  void keycloakTellsAtItsUserinfoEndpoint() {
    try (var server = new SignUpServer(stores.core, keycloak())) {
      server.issuer.reply(
          KEYCLOAK_USERINFO,
          Reply.json(
              """
              {"sub": "5f2c-uuid-2", "email_verified": true, "preferred_username": "lee",
               "given_name": "Lee", "family_name": "Light", "email": "lee@example.com"}
              """));

      assertUser(
          server.signUp(server.issuer.token("5f2c-uuid-2", keycloakClaims())),
          "5f2c-uuid-2",
          "Lee Light",
          "lee@example.com",
          "oidc");
    }
  }

  /** An address that has just been verified is not in the token yet. */
  @Test
  void theUserinfoEndpointIsAskedIfTheTokenIsNotEnough() {
    try (var server = new SignUpServer(stores.core, keycloak())) {
      server.issuer.reply(
          KEYCLOAK_USERINFO,
          Reply.json(
              "{\"sub\": \"u3\", \"email_verified\": true, \"email\": \"new@example.com\"}"));
      String token =
          server.issuer.token(
              "u3",
              keycloakClaims()
                  .andThen(
                      claims ->
                          claims.claim("email", "new@example.com").claim("email_verified", false)));

      assertUser(server.signUp(token), "u3", "new@example.com", "new@example.com", "oidc");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "1", "one"})
  void entraTellsInItsAccessTokens(String form) {
    Object verified = form.equals("true") ? true : form.equals("1") ? (Object) "1" : (Object) 1;
    String subject = "AAAAAAAAAAAAAAAAAAAAA-" + form;
    try (var server = new SignUpServer(stores.core, entra(), ENTRA)) {
      String token =
          server.issuer.token(
              subject,
              entraClaims()
                  .andThen(
                      claims ->
                          claims.claim("email", "eve@example.com").claim("xms_edov", verified)));

      assertUser(server.signUp(token), subject, "Eve Entra", "eve@example.com", "oidc");
    }
  }

  @Test
  void entraWithoutTheOptionalClaimsNamesWhatIsMissing() {
    try (var log = new LogLines("io.flowforge.server");
        var server = new SignUpServer(stores.core, entra(), ENTRA)) {
      Client.Answer nothing = server.signUp(server.issuer.token("none", entraClaims()));
      assertThat(nothing.status()).isEqualTo(503);
      assertThat(nothing.message())
          .contains("email and xms_edov", "MANAGEMENT_API_CLIENT", "MANAGEMENT_API_SECRET");
      assertThat(log.containing("event=userinfo_not_usable"))
          .singleElement()
          .asString()
          .contains("https://graph.microsoft.com/oidc/userinfo");

      Consumer<JWTClaimsSet.Builder> withEmail =
          entraClaims().andThen(claims -> claims.claim("email", "eve@example.com"));
      Client.Answer unknown = server.signUp(server.issuer.token("unknown", withEmail));
      assertThat(unknown.status()).isEqualTo(403);
      assertThat(unknown.message()).contains("claim xms_edov");

      Client.Answer unverified =
          server.signUp(
              server.issuer.token(
                  "unverified", withEmail.andThen(claims -> claims.claim("xms_edov", false))));
      assertThat(unverified.status()).isEqualTo(403);
      assertThat(unverified.message()).contains("not verified");
    }
  }

  /** In a tenant whose users cannot choose their addresses. */
  @Test
  void allAddressesCanBeTrusted() {
    var trusting = Map.of("OIDC_AUDIENCE", ENTRA_API, "OIDC_TRUST_EMAILS", "true");
    try (var server = new SignUpServer(stores.core, entra(), trusting)) {
      String token =
          server.issuer.token(
              "trusted", entraClaims().andThen(claims -> claims.claim("email", "tom@example.com")));

      assertUser(server.signUp(token), "trusted", "Eve Entra", "tom@example.com", "oidc");
    }
  }

  private static final String KEYCLOAK_USERINFO = "/realms/acme/protocol/openid-connect/userinfo";

  private static ScriptedIssuer auth0() {
    ScriptedIssuer issuer = ScriptedIssuer.usual();
    issuer.reply(
        "/keys",
        Reply.json(
            "{\"keys\": [%s]}"
                .formatted(
                    issuer.key(
                        "\"use\": \"sig\", \"alg\": \"RS256\", \"x5t\": \"key-1\", \"x5c\": [\"MIIC\"]"))));
    return issuer;
  }

  private static ScriptedIssuer keycloak() {
    var issuer = new ScriptedIssuer("/realms/acme");
    String endpoints = issuer.issuer() + "/protocol/openid-connect";
    issuer.discovery(
        """
        {"issuer": "%s", "jwks_uri": "%s/certs", "userinfo_endpoint": "%s/userinfo",
         "userinfo_signing_alg_values_supported": ["RS256", "none"],
         "mtls_endpoint_aliases": {"userinfo_endpoint": "https://elsewhere.example/"}}
        """
            .formatted(issuer.issuer(), endpoints, endpoints),
        Reply::json);
    issuer.reply(
        "/realms/acme/protocol/openid-connect/certs",
        Reply.json(
            "{\"keys\": [%s, %s]}"
                .formatted(
                    issuer
                        .key("\"use\": \"enc\", \"alg\": \"RSA-OAEP\"")
                        .replace("key-1", "enc-key"),
                    issuer.key("\"use\": \"sig\", \"alg\": \"RS256\", \"x5t#S256\": \"x\""))));
    return issuer;
  }

  private static Consumer<JWTClaimsSet.Builder> keycloakClaims() {
    return claims ->
        claims
            .audience(List.of(ScriptedIssuer.AUDIENCE, "account"))
            .claim("typ", "Bearer")
            .claim("azp", "flowforge-cli")
            .claim("sid", "b5e0")
            .claim("acr", "1")
            .claim("allowed-origins", List.of("/*"))
            .claim("realm_access", Map.of("roles", List.of("offline_access")))
            .claim("resource_access", Map.of("account", Map.of("roles", List.of("view-profile"))))
            .claim("scope", "openid email profile offline_access");
  }

  private static ScriptedIssuer entra() {
    var issuer = new ScriptedIssuer("/" + TENANT + "/v2.0");
    String keys = "/" + TENANT + "/discovery/v2.0/keys";
    issuer.discovery(
        """
        {"issuer": "%s", "jwks_uri": "%s", "tenant_region_scope": "EU",
         "userinfo_endpoint": "https://graph.microsoft.com/oidc/userinfo"}
        """
            .formatted(issuer.issuer(), issuer.base() + keys),
        Reply::json);
    // Without alg, and with a member that no standard knows.
    issuer.reply(
        keys,
        Reply.json(
            "{\"keys\": [%s]}"
                .formatted(
                    issuer.key(
                        "\"use\": \"sig\", \"x5t\": \"key-1\", \"x5c\": [\"MIIC\"], \"issuer\": \"%s\""
                            .formatted(issuer.issuer())))));
    return issuer;
  }

  /** A token of version 2.0, whose audience is the id of the API's registration. */
  private static Consumer<JWTClaimsSet.Builder> entraClaims() {
    return claims ->
        claims
            .audience(ENTRA_API)
            .notBeforeTime(Date.from(Instant.now().minusSeconds(1)))
            .claim("aio", "AXQAi/8TAAAA")
            .claim("azp", "00001111-aaaa-2222-bbbb-3333cccc4444")
            .claim("azpacr", "0")
            .claim("name", "Eve Entra")
            .claim("oid", "aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb")
            .claim("preferred_username", "eve@example.onmicrosoft.com")
            .claim("rh", "0.AX0A")
            .claim("scp", "access")
            .claim("tid", TENANT)
            .claim("uti", "u")
            .claim("ver", "2.0");
  }

  private static void assertUser(
      Client.Answer answer, String id, String name, String email, String provider) {
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
    JsonNode user = answer.json();
    assertThat(user.path("user_id").asText()).isEqualTo(id);
    assertThat(user.path("name").asText()).isEqualTo(name);
    assertThat(user.path("email").asText()).isEqualTo(email);
    assertThat(user.path("identity_provider").asText()).isEqualTo(provider);
  }
}
