package io.flowforge.cli.embedded.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import io.flowforge.cli.embedded.loopback.LoopbackPort;
import io.flowforge.error.NotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalIssuerTest {

  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");
  private static final IssuerOptions OPTIONS =
      IssuerOptions.of(
          "https://flowforge.test/api",
          "seeder",
          "s3cret",
          List.of(
              new IssuerUser("auth0|ada", "ada@example.org", "Ada", "auth0", "pass&word ü"),
              new IssuerUser("google-oauth2|7", "bob@example.org", "Bob", "google-oauth2", "")));
  private static final String REALM_GRANT =
      "http%3A%2F%2Fauth0.com%2Foauth%2Fgrant-type%2Fpassword-realm";
  private static final String LOGIN = "username=ada%40example.org&password=pass%26word+%C3%BC";

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Path directory;
  private LocalIssuer issuer;
  private Instant now = NOW;

  LocalIssuerTest(@TempDir Path directory) {
    this.directory = directory;
    issuer = open();
  }

  @AfterEach
  void close() {
    issuer.close();
    client.close();
  }

  @Test
  void discoveryLeadsToTheKeysAndToTokens() throws Exception {
    JsonNode configuration = get(".well-known/openid-configuration", "").body();
    assertThat(issuer.issuer()).matches("http://127\\.0\\.0\\.1:\\d+/");
    assertThat(configuration.path("issuer").asText()).isEqualTo(issuer.issuer());
    assertThat(configuration.path("jwks_uri").asText()).isEqualTo(issuer.jwksUri());
    assertThat(configuration.path("token_endpoint").asText()).isEqualTo(issuer.tokenUri());
    JWK key = keys().getKeys().getFirst();
    assertThat(key.getKeyUse().identifier()).isEqualTo("sig");
    assertThat(key.getAlgorithm().getName()).isEqualTo("RS256");
    assertThat(key.isPrivate()).isFalse();
    assertThat(key.computeThumbprint().toString()).isEqualTo(key.getKeyID());
  }

  @Test
  void passwordGivesATokenThatIsSignedByThePublishedKey() throws Exception {
    TokenResponse response = token("grant_type=password&" + LOGIN);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body().path("token_type").asText()).isEqualTo("Bearer");
    assertThat(response.body().path("expires_in").asLong()).isEqualTo(86_400);
    SignedJWT token = verified(response.accessToken());
    assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo(issuer.issuer());
    assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo("auth0|ada");
    assertThat(token.getJWTClaimsSet().getAudience()).containsExactly(OPTIONS.audience());
    assertThat(token.getJWTClaimsSet().getIssueTime()).isEqualTo(Date.from(NOW));
    assertThat(token.getJWTClaimsSet().getExpirationTime())
        .isEqualTo(Date.from(NOW.plus(Duration.ofDays(1))));
  }

  @Test
  void jsonAndRealmsAreAccepted() throws Exception {
    TokenResponse response =
        post(
            "oauth/token",
            "",
            "application/json; charset=utf-8",
            """
            {"grant_type": "http://auth0.com/oauth/grant-type/password-realm",
             "username": "ADA@example.org", "password": "pass&word ü",
             "realm": "Username-Password-Authentication", "audience": "%s"}
            """
                .formatted(OPTIONS.audience()));
    assertThat(verified(response.accessToken()).getJWTClaimsSet().getSubject())
        .isEqualTo("auth0|ada");
    assertThat(token("realm=other&grant_type=" + REALM_GRANT + "&" + LOGIN).error())
        .isEqualTo("403 invalid_grant");
    assertThat(token("grant_type=" + REALM_GRANT + "&" + LOGIN).error())
        .isEqualTo("400 invalid_request");
  }

  @Test
  void errorsAreThoseOfAuth0() throws Exception {
    assertThat(token("grant_type=password&username=ada%40example.org&password=x").error())
        .isEqualTo("403 invalid_grant");
    assertThat(token("grant_type=password&username=nobody&password=x").error())
        .isEqualTo("403 invalid_grant");
    assertThat(token("grant_type=password&username=bob%40example.org&password=").error())
        .isEqualTo("400 invalid_request");
    assertThat(token("grant_type=password&audience=other&" + LOGIN).error())
        .isEqualTo("403 access_denied");
    assertThat(token("").error()).isEqualTo("400 invalid_request");
    assertThat(token("grant_type=implicit").error()).isEqualTo("403 unsupported_grant_type");
    assertThat(token("grant_type=client_credentials&client_id=seeder&client_secret=x").error())
        .isEqualTo("401 access_denied");
    assertThat(token("grant_type=%zz").status()).isEqualTo(400);
    assertThat(post("oauth/token", "", "application/json", "{").status()).isEqualTo(400);
  }

  @Test
  void aBodyOfTheMaximumSizeIsReadAndALongerOneIsRejected() throws Exception {
    assertThat(postForm(64 * 1024).error()).isEqualTo("403 unsupported_grant_type");
    assertThat(postForm(64 * 1024 + 1).status()).isEqualTo(413);
  }

  /** Expects 100-continue, because the connection may be closed while a long body is sent. */
  private TokenResponse postForm(int bytes) throws Exception {
    String name = "grant_type=";
    return send(
        request("oauth/token", "")
            .expectContinue(true)
            .POST(BodyPublishers.ofString(name + "x".repeat(bytes - name.length())))
            .build());
  }

  @Test
  void managementApiShowsUsersToItsOwnTokensOnly() throws Exception {
    String token = managementToken();
    JsonNode ada = get("api/v2/users/auth0%7Cada", token).body();
    assertThat(ada.path("user_id").asText()).isEqualTo("auth0|ada");
    assertThat(ada.path("email").asText()).isEqualTo("ada@example.org");
    assertThat(ada.path("name").asText()).isEqualTo("Ada");
    assertThat(ada.has("password")).isFalse();
    assertThat(ada.path("identities"))
        .containsExactly(
            json.readTree(
                """
                {"provider": "auth0", "user_id": "ada", "isSocial": false,
                 "connection": "Username-Password-Authentication"}
                """));
    assertThat(get("api/v2/users/auth0%7Cnobody", token).status()).isEqualTo(404);
    assertThat(get("api/v2/users/auth0%7Cada", "").status()).isEqualTo(401);
    assertThat(get("api/v2/users/auth0%7Cada", issuer.tokenFor("auth0|ada")).status())
        .isEqualTo(401);
    assertThat(get("api/v2/users/auth0%7Cada", token + "x").status()).isEqualTo(401);
    JsonNode bobs = get("api/v2/users-by-email?email=Bob%40example.org", token).body();
    assertThat(bobs.findValue("isSocial").asBoolean()).isTrue();
    assertThat(get("api/v2/users-by-email?email=nobody", token).body()).isEmpty();
    now = NOW.plus(Duration.ofDays(1));
    assertThat(get("api/v2/users/auth0%7Cada", token).status()).isEqualTo(401);
  }

  @Test
  void userinfoTellsWhoseTokenItIs() throws Exception {
    JsonNode configuration = get(".well-known/openid-configuration", "").body();
    assertThat(configuration.path("userinfo_endpoint").asText())
        .isEqualTo(issuer.issuer() + "userinfo");

    String early = issuer.tokenFor("auth0|ada");
    TokenResponse answer = get("userinfo", early);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            json.readTree(
                """
                {"sub": "auth0|ada", "name": "Ada", "email": "ada@example.org",
                 "email_verified": true}
                """));
    assertThat(get("userinfo", "").status()).isEqualTo(401);
    assertThat(get("userinfo", issuer.tokenFor("auth0|ada") + "x").status()).isEqualTo(401);
    assertThat(get("userinfo", managementToken()).status()).isEqualTo(401);
    now = NOW.plus(Duration.ofDays(2));
    assertThat(get("userinfo", early).status()).isEqualTo(401);
  }

  @Test
  void createdUserCanLogInAndIsNotCreatedTwice() throws Exception {
    String token = managementToken();
    String eve =
        """
        {"connection": "Username-Password-Authentication", "user_id": "eve", "name": "Eve",
         "email": "eve@example.org", "password": "e"}
        """;
    TokenResponse created = post("api/v2/users", token, "application/json", eve);
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.body().path("user_id").asText()).isEqualTo("auth0|eve");
    assertThat(post("api/v2/users", token, "application/json", eve).status()).isEqualTo(409);
    assertThat(post("api/v2/users", token, "application/json", "{}").status()).isEqualTo(400);
    String elsewhere = eve.replace("Username-Password-Authentication", "github");
    assertThat(post("api/v2/users", token, "application/json", elsewhere).status()).isEqualTo(400);
    assertThat(token("grant_type=password&username=eve%40example.org&password=e").status())
        .isEqualTo(200);
  }

  @Test
  void keyStaysOverARestartAndIsTheOwnersOnly() throws Exception {
    String token = issuer.tokenFor("google-oauth2|7");
    String key = keys().toString();
    issuer.close();
    issuer = open();
    assertThat(keys().toString()).isEqualTo(key);
    verified(token);
    assertThat(Files.getPosixFilePermissions(directory.resolve("keys").resolve("issuer-key.pem")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThatThrownBy(() -> issuer.tokenFor("auth0|nobody"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("auth0|nobody");
  }

  private LocalIssuer open() {
    InstantSource clock = () -> now;
    return LocalIssuer.open(directory.resolve("keys"), LoopbackPort.anyFree(), OPTIONS, clock);
  }

  private String managementToken() throws Exception {
    return token(
            "grant_type=client_credentials&client_id=seeder&client_secret=s3cret&audience="
                + issuer.managementAudience())
        .accessToken();
  }

  private SignedJWT verified(String token) throws Exception {
    SignedJWT jwt = SignedJWT.parse(token);
    JWSHeader header = jwt.getHeader();
    RSAKey key = keys().getKeyByKeyId(header.getKeyID()).toRSAKey();
    assertThat(header.getAlgorithm().getName()).isEqualTo("RS256");
    assertThat(jwt.verify(new RSASSAVerifier(key))).isTrue();
    return jwt;
  }

  private JWKSet keys() throws Exception {
    return JWKSet.parse(get(".well-known/jwks.json", "").body().toString());
  }

  private TokenResponse token(String form) throws Exception {
    return post("oauth/token", "", "application/x-www-form-urlencoded", form);
  }

  private TokenResponse get(String path, String token) throws Exception {
    return send(request(path, token).build());
  }

  private TokenResponse post(String path, String token, String type, String body) throws Exception {
    return send(
        request(path, token)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private HttpRequest.Builder request(String path, String token) {
    var request = HttpRequest.newBuilder(URI.create(issuer.issuer() + path));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private TokenResponse send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    boolean isJson =
        response.headers().firstValue("Content-Type").orElse("").equals("application/json");
    return new TokenResponse(
        response.statusCode(), isJson ? json.readTree(response.body()) : json.missingNode());
  }

  private record TokenResponse(int status, JsonNode body) {

    String accessToken() {
      return body.path("access_token").asText();
    }

    String error() {
      return status + " " + body.path("error").asText();
    }
  }
}
