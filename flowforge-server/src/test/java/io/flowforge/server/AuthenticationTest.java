package io.flowforge.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthenticationTest {

  private final TestServer server = new TestServer();
  private final TestIssuer issuer = server.issuer;

  @BeforeAll
  void knowTheKeys() {
    assertThat(server.mike().get("/api/whoami").status()).isEqualTo(200);
  }

  @AfterAll
  void close() {
    server.close();
  }

  @TestFactory
  List<DynamicTest> accepts() {
    return tests(
        200,
        Map.of(
            "a good token",
            issuer.token(_ -> {}),
            "one of several audiences",
            issuer.token(claims -> claims.audience(List.of("https://other/", TestIssuer.AUDIENCE))),
            "expired within the leeway",
            issuer.token(claims -> expired(claims, 50)),
            "not before within the leeway",
            issuer.token(claims -> claims.notBeforeTime(inSeconds(50))),
            "no issue time",
            issuer.token(claims -> claims.issueTime(null)),
            "a token from Auth0 with its own claims",
            issuer.token(
                claims ->
                    claims
                        .claim("scope", "openid profile")
                        .claim("azp", "client")
                        .claim("permissions", List.of("read:all"))),
            "a type of access tokens",
            issuer.token(header -> header.type(new JOSEObjectType("at+jwt")), _ -> {})));
  }

  @TestFactory
  List<DynamicTest> refuses() throws Exception {
    String good = issuer.token(_ -> {});
    return tests(
        401,
        Map.ofEntries(
            Map.entry("alg none", new PlainJWT(issuer.claims(_ -> {})).serialize()),
            Map.entry("alg none with kid", unsigned(good)),
            Map.entry("HS256 with the public key", signedWithPublicKey()),
            Map.entry("PS256", signedWith(JWSAlgorithm.PS256)),
            Map.entry("RS512", signedWith(JWSAlgorithm.RS512)),
            Map.entry("unknown kid", issuer.token(header -> header.keyID("key-99"), _ -> {})),
            Map.entry("no kid", issuer.token(header -> header.keyID(null), _ -> {})),
            Map.entry(
                "known kid, other key",
                TestIssuer.signed(
                    issuer.header(_ -> {}), issuer.claims(_ -> {}), TestIssuer.newKey("x"))),
            Map.entry("expired", issuer.token(claims -> expired(claims, 70))),
            Map.entry("nbf ahead", issuer.token(claims -> claims.notBeforeTime(inSeconds(70)))),
            Map.entry("iat ahead", issuer.token(claims -> claims.issueTime(inSeconds(70)))),
            Map.entry("no exp", issuer.token(claims -> claims.expirationTime(null))),
            Map.entry("exp as text", issuer.token(claims -> claims.claim("exp", "9999999999"))),
            Map.entry("exp of no time", issuer.token(claims -> claims.claim("exp", 1e300))),
            Map.entry("other issuer", issuer.token(claims -> claims.issuer("https://evil/"))),
            Map.entry("issuer without slash", issuer.token(this::withoutSlash)),
            Map.entry("no issuer", issuer.token(claims -> claims.issuer(null))),
            Map.entry("other audience", issuer.token(claims -> claims.audience("https://other/"))),
            Map.entry(
                "other audiences", issuer.token(claims -> claims.audience(List.of("a", "b")))),
            Map.entry("no audience", issuer.token(claims -> claims.audience((String) null))),
            Map.entry("no sub", issuer.token(claims -> claims.subject(null))),
            Map.entry("empty sub", issuer.token(claims -> claims.subject(""))),
            Map.entry("blank sub", issuer.token(claims -> claims.subject("  "))),
            Map.entry("sub with NUL", issuer.token(claims -> claims.subject("a\0b"))),
            Map.entry("sub as number", issuer.token(claims -> claims.claim("sub", 7))),
            Map.entry("giant", issuer.token(claims -> claims.claim("x", "y".repeat(9000)))),
            Map.entry("truncated", good.substring(0, good.length() - 9)),
            Map.entry("without signature", good.substring(0, good.lastIndexOf('.') + 1)),
            Map.entry("two parts", good.substring(0, good.lastIndexOf('.'))),
            Map.entry("tampered", tampered(good)),
            Map.entry("garbage", "garbage"),
            Map.entry("garbage in parts", "a.b.c"),
            Map.entry("not base64", "====.====.===="),
            Map.entry("arrays for objects", base64("[]") + "." + base64("[]") + ".AA"),
            Map.entry(
                "critical extension",
                issuer.token(
                    header ->
                        header.criticalParams(Set.of("exp")).customParam("exp", 9_999_999_999L),
                    _ -> {}))));
  }

  @Test
  void neverFollowsAddressesInATokensHeader() {
    try (var evil = new TestIssuer()) {
      String token =
          issuer.token(
              header ->
                  header
                      .jwkURL(URI.create(evil.jwksUri()))
                      .x509CertURL(URI.create(evil.issuer()))
                      .jwk(evil.key().toPublicJWK()),
              _ -> {});
      // Signed by the right key all the same, so the addresses are all there is against it.
      assertThat(server.nobody().as(token).get("/api/whoami").status()).isEqualTo(200);
      String forged =
          TestIssuer.signed(
              evil.header(
                  header ->
                      header.jwkURL(URI.create(evil.jwksUri())).jwk(evil.key().toPublicJWK())),
              issuer.claims(_ -> {}),
              evil.key());
      assertThat(server.nobody().as(forged).get("/api/whoami").status()).isEqualTo(401);
      assertThat(evil.keyRequests() + evil.otherRequests()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer %s", "bearer %s", "BEARER %s", "Bearer   %s"})
  void takesTheSchemeInAnySpelling(String header) {
    assertThat(statusOf(header.formatted(issuer.token(_ -> {})))).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic %s", "%s", "Bearer", "Bearer ", "Bearer%s", "Bearer %1$s %1$s"})
  void takesNoOtherHeader(String header) {
    assertThat(statusOf(header.formatted(issuer.token(_ -> {})))).isEqualTo(401);
  }

  @Test
  void asksForATokenWhenThereIsNone() {
    Client.Answer answer = server.nobody().get("/api/whoami");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).hasValue("Bearer");
    assertThat(answer.json().path("code").asInt()).isEqualTo(401);
    assertThat(answer.message()).contains("Authorization: Bearer");
  }

  @Test
  void guardsRoutesThatDoNotExist() {
    assertThat(server.nobody().get("/api/nothing").status()).isEqualTo(401);
    assertThat(server.nobody().get("/api/healthcheck/").status()).isEqualTo(401);
    assertThat(server.nobody().get("/api//whoami").status()).isEqualTo(401);
    assertThat(server.nobody().get("/api/%77hoami").status()).isEqualTo(401);
    assertThat(server.nobody().get("/%61pi/whoami").status()).isEqualTo(401);
    assertThat(server.nobody().get("//api/whoami").status()).isEqualTo(404);
    assertThat(server.nobody().get("/x/../api/whoami").status()).isEqualTo(404);
  }

  @Test
  void letsEverybodySeeTheHealth() {
    Client.Answer answer = server.nobody().get("/api/healthcheck");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().textValue()).isEqualTo("Server working!");
  }

  private List<DynamicTest> tests(int status, Map<String, String> tokens) {
    return tokens.entrySet().stream()
        .map(
            token ->
                DynamicTest.dynamicTest(
                    token.getKey(),
                    () -> {
                      Client.Answer answer =
                          server.nobody().as(token.getValue()).get("/api/whoami");
                      assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
                      if (status == 401) {
                        assertThat(answer.header("WWW-Authenticate").orElse(""))
                            .startsWith("Bearer");
                        assertThat(answer.header("Access-Control-Allow-Origin")).isPresent();
                        assertThat(answer.response().body()).doesNotContain("Exception", "io.");
                      }
                    }))
        .toList();
  }

  private int statusOf(String authorization) {
    return server
        .nobody()
        .send(server.nobody().request("/api/whoami").header("Authorization", authorization))
        .status();
  }

  private void withoutSlash(JWTClaimsSet.Builder claims) {
    claims.issuer(issuer.issuer().replaceAll("/$", ""));
  }

  private String signedWith(JWSAlgorithm algorithm) {
    var header = new JWSHeader.Builder(algorithm).keyID(issuer.key().getKeyID()).build();
    return TestIssuer.signed(header, issuer.claims(_ -> {}), issuer.key());
  }

  private static void expired(JWTClaimsSet.Builder claims, int secondsAgo) {
    claims.issueTime(inSeconds(-600)).expirationTime(inSeconds(-secondsAgo));
  }

  private static Date inSeconds(int seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }

  private static String base64(String text) {
    return Base64URL.encode(text).toString();
  }

  private static String unsigned(String token) {
    String payload = token.split("\\.", -1)[1];
    return base64("{\"alg\":\"none\",\"kid\":\"key-1\"}") + "." + payload + ".";
  }

  private static String tampered(String token) {
    String[] parts = token.split("\\.", -1);
    String payload = new Base64URL(parts[1]).decodeToString().replace("mike", "olga");
    return parts[0] + "." + base64(payload) + "." + parts[2];
  }

  /** The classic confusion: the verifier's public key, taken for a shared secret. */
  private String signedWithPublicKey() throws JOSEException {
    var token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(issuer.key().getKeyID()).build(),
            issuer.claims(_ -> {}));
    token.sign(new MACSigner(issuer.key().toRSAPublicKey().getEncoded()));
    return token.serialize();
  }
}
