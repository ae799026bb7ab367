package io.flowforge.server.auth;

import static io.flowforge.testing.Eventually.eventually;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.CountingListener;
import io.flowforge.server.testing.TestIssuer;
import io.flowforge.server.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Forged and malformed tokens, all of which are refused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileTokensTest {

  private final TestServer server = new TestServer();
  private final TestIssuer issuer = server.issuer;

  /** The address in tokens that name where to get keys. */
  private final CountingListener elsewhere = new CountingListener();

  private final RSAKey evilKey = TestIssuer.newKey(issuer.key().getKeyID());

  private final Map<String, String> tokens = new LinkedHashMap<>();

  @BeforeAll
  void knowTheKeys() {
    assertThat(server.mike().get("/api/whoami").status()).isEqualTo(200);
  }

  @AfterAll
  void close() throws IOException {
    server.close();
    elsewhere.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tokens")
  void isRefusedAndMakesUsAskNobody(String name, String token) {
    int before = elsewhere.connections();

    Client.Answer answer = server.nobody().as(token).get("/api/whoami");

    assertThat(answer.status()).as(answer.response().body()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate").orElse("")).startsWith("Bearer");
    assertThat(answer.header("Access-Control-Allow-Origin")).isPresent();
    assertThat(answer.response().body()).doesNotContain("Exception", "io.");
    assertThat(elsewhere.connections()).as("calls to where the token points").isEqualTo(before);
  }

  /** The same pointers on a token of our issuer: they are not followed, and do not spoil it. */
  @Test
  void pointersInAGoodTokenAreNotFollowedEither() {
    String token = issuer.token(this::pointers, _ -> {});
    int before = elsewhere.connections();

    assertThat(server.nobody().as(token).get("/api/whoami").status()).isEqualTo(200);
    assertThat(elsewhere.connections()).isEqualTo(before);
  }

  /** Else the zeroes above would prove nothing. */
  @Test
  void whoConnectsIsCounted() throws IOException {
    try (var other = new CountingListener()) {
      new Socket(InetAddress.getLoopbackAddress(), other.uri("http", "/").getPort()).close();
      eventually(other::connections, count -> count == 1);
    }
  }

  Stream<Arguments> tokens() throws JOSEException {
    unsigned();
    signedByOthers();
    pointingElsewhere();
    withOtherTimes();
    forOthers();
    misshapen();
    return tokens.entrySet().stream().map(token -> Arguments.of(token.getKey(), token.getValue()));
  }

  private void unsigned() {
    String good = issuer.token(_ -> {});
    tokens.put("alg none", new PlainJWT(issuer.claims(_ -> {})).serialize());
    for (String none : List.of("none", "None", "NONE", "")) {
      tokens.put(
          "alg '" + none + "' with a kid",
          base64("{\"alg\":\"%s\",\"kid\":\"key-1\"}".formatted(none)) + "." + payload(good) + ".");
    }
    tokens.put("alg none, signed", base64("{\"alg\":\"none\",\"kid\":\"key-1\"}") + rest(good));
    tokens.put("no alg", base64("{\"kid\":\"key-1\"}") + rest(good));
    tokens.put("without signature", good.substring(0, good.lastIndexOf('.') + 1));
  }

  private void signedByOthers() throws JOSEException {
    byte[] publicKey = issuer.key().toRSAPublicKey().getEncoded();
    tokens.put("HS256 with the public key", signedWithSecret(publicKey));
    tokens.put(
        "HS256 with the public key as PEM",
        signedWithSecret(
            ("-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder().encodeToString(publicKey)
                    + "\n-----END PUBLIC KEY-----\n")
                .getBytes(US_ASCII)));
    for (JWSAlgorithm other : List.of(JWSAlgorithm.PS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512)) {
      var header = new JWSHeader.Builder(other).keyID(issuer.key().getKeyID()).build();
      tokens.put(other.getName(), TestIssuer.signed(header, issuer.claims(_ -> {}), issuer.key()));
    }
    tokens.put(
        "kid of another key",
        TestIssuer.signed(issuer.header(_ -> {}), claims(), TestIssuer.newKey("x")));
    put("wrong kid", header -> header.keyID("key-99"), _ -> {});
    put("no kid", header -> header.keyID(null), _ -> {});
    put("empty kid", header -> header.keyID(""), _ -> {});
    put("kid as a path", header -> header.keyID("../../../dev/null"), _ -> {});
    put("kid as SQL", header -> header.keyID("x' UNION SELECT 'key"), _ -> {});
  }

  private void pointingElsewhere() {
    forged("jku elsewhere", header -> header.jwkURL(keys("http")));
    forged("jku elsewhere over TLS", header -> header.jwkURL(keys("https")));
    forged("x5u elsewhere", header -> header.x509CertURL(elsewhere.uri("http", "/cert.pem")));
    forged("jwk of its own", header -> header.jwk(evilKey.toPublicJWK()));
    forged("jku, x5u and jwk", this::pointers);
    forged(
        "kid as an address", header -> header.keyID(keys("http").toString()).jwkURL(keys("https")));
    tokens.put(
        "iss elsewhere, with a key that is there",
        TestIssuer.signed(
            issuer.header(header -> header.jwkURL(keys("http"))),
            issuer.claims(claims -> claims.issuer(elsewhere.uri("http", "/").toString())),
            evilKey));
    put(
        "critical header",
        header -> header.criticalParams(Set.of("exp")).customParam("exp", 9_999_999_999L),
        _ -> {});
    put(
        "critical b64",
        header -> header.base64URLEncodePayload(true).criticalParams(Set.of("b64")),
        _ -> {});
  }

  private void withOtherTimes() {
    put("expired", claims -> claims.issueTime(in(-600)).expirationTime(in(-70)));
    put("not yet valid", claims -> claims.notBeforeTime(in(600)));
    put("issued in the future", claims -> claims.issueTime(in(600)));
    put("no exp", claims -> claims.expirationTime(null));
    put("exp as text", claims -> claims.claim("exp", "9999999999"));
    put("exp as a list", claims -> claims.claim("exp", List.of(9_999_999_999L)));
    put("exp of no time", claims -> claims.claim("exp", 1e300));
    put("exp below zero", claims -> claims.claim("exp", -1));
    put("nbf as text", claims -> claims.claim("nbf", "tomorrow"));
  }

  private void forOthers() {
    put("wrong iss", claims -> claims.issuer("https://evil.example/"));
    put("iss without the slash", claims -> claims.issuer(issuer.issuer().replaceAll("/$", "")));
    put("iss in capitals", claims -> claims.issuer(issuer.issuer().toUpperCase(Locale.ROOT)));
    put("iss as a list", claims -> claims.claim("iss", List.of(issuer.issuer())));
    put("no iss", claims -> claims.issuer(null));
    put("wrong aud", claims -> claims.audience("https://other.example/"));
    put("aud that begins with ours", claims -> claims.audience(TestIssuer.AUDIENCE + "/x"));
    put("several aud without ours", claims -> claims.audience(List.of("a", "b")));
    put("no aud in the list", claims -> claims.claim("aud", List.of()));
    put("no aud", claims -> claims.audience((String) null));
    put("no sub", claims -> claims.subject(null));
    put("empty sub", claims -> claims.subject(""));
    put("blank sub", claims -> claims.subject("  "));
    put("sub with NUL", claims -> claims.subject("a\0b"));
    put("sub as number", claims -> claims.claim("sub", 7));
  }

  private void misshapen() {
    String good = issuer.token(_ -> {});
    String[] parts = good.split("\\.", -1);
    put("aud with a number", claims -> claims.claim("aud", List.of(TestIssuer.AUDIENCE, 7)));
    tokens.put("claims after the claims", withClaims(issuer.claims(_ -> {}) + "{}"));
    tokens.put(
        "two subjects",
        withClaims(issuer.claims(_ -> {}).toString().replace("{", "{\"sub\":\"x\",")));
    tokens.put("truncated", good.substring(0, good.length() - 9));
    tokens.put("cut off within the claims", good.substring(0, good.indexOf('.') + 20));
    tokens.put("two parts", good.substring(0, good.lastIndexOf('.')));
    tokens.put("four parts", good + ".x");
    tokens.put("five parts, as if encrypted", good + ".x.y");
    tokens.put(
        "JWS JSON form",
        "{\"payload\":\"%s\",\"protected\":\"%s\",\"signature\":\"%s\"}"
            .formatted(parts[1], parts[0], parts[2]));
    tokens.put(
        "JWS JSON form with several signatures",
        "{\"payload\":\"%s\",\"signatures\":[{\"protected\":\"%s\",\"signature\":\"%s\"}]}"
            .formatted(parts[1], parts[0], parts[2]));
    tokens.put("tampered claims", parts[0] + "." + base64(claimsOfOlga(parts[1])) + "." + parts[2]);
    tokens.put(
        "tampered header",
        base64("{\"alg\":\"RS256\",\"kid\":\"key-1\",\"typ\":\"x\"}") + rest(good));
    tokens.put("garbage", "garbage");
    tokens.put("garbage in parts", "a.b.c");
    tokens.put("dots", "...");
    tokens.put("not base64", "====.====.====");
    tokens.put("lists for objects", base64("[]") + "." + base64("[]") + ".AA");
  }

  private void put(String name, Consumer<JWTClaimsSet.Builder> claims) {
    put(name, _ -> {}, claims);
  }

  /** Signed with the right key: what is wrong is all that is against it. */
  private void put(
      String name, Consumer<JWSHeader.Builder> header, Consumer<JWTClaimsSet.Builder> claims) {
    tokens.put(name, issuer.token(header, claims));
  }

  /** Signed with a key of another under the name of ours. */
  private void forged(String name, Consumer<JWSHeader.Builder> header) {
    tokens.put(name, TestIssuer.signed(issuer.header(header), claims(), evilKey));
  }

  private void pointers(JWSHeader.Builder header) {
    header
        .jwkURL(keys("https"))
        .x509CertURL(elsewhere.uri("http", "/cert.pem"))
        .jwk(evilKey.toPublicJWK());
  }

  private URI keys(String scheme) {
    return elsewhere.uri(scheme, "/.well-known/jwks.json");
  }

  private JWTClaimsSet claims() {
    return issuer.claims(_ -> {});
  }

  /** The classic confusion: the verifier's public key, taken for a shared secret. */
  private String signedWithSecret(byte[] secret) throws JOSEException {
    var token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(issuer.key().getKeyID()).build(),
            claims());
    token.sign(new MACSigner(secret));
    return token.serialize();
  }

  /** Signed with the right key, whatever the claims are. */
  private String withClaims(String claims) {
    try {
      var token = new JWSObject(issuer.header(_ -> {}), new Payload(claims));
      token.sign(new RSASSASigner(issuer.key().toPrivateKey()));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String claimsOfOlga(String payload) {
    return new Base64URL(payload).decodeToString().replace("mike", "olga");
  }

  private static String payload(String token) {
    return token.split("\\.", -1)[1];
  }

  /** All but the header. */
  private static String rest(String token) {
    return token.substring(token.indexOf('.'));
  }

  private static String base64(String text) {
    return Base64URL.encode(text).toString();
  }

  private static Date in(int seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }
}
