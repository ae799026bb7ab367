package io.flowforge.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.CountingListener;
import io.flowforge.server.testing.TestIssuer;
import io.flowforge.server.testing.TestServer;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An identity provider, or somebody in its place, that does not say the truth. */
class LyingIssuerTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BYTES = 256 * 1024;

  private final TestServer server = new TestServer();
  private final TestIssuer issuer = server.issuer;

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aDiscoveryDocumentOfAnotherIssuerIsRefused() {
    issuer.answerDiscoveryWith(TestIssuer.discovery("https://other.example/", issuer.jwksUri()));

    assertThatNoKeyIsAccepted();
    assertThat(issuer.keyRequests()).isZero();
  }

  /** OpenID Connect Discovery 1.0, section 4.3: the names are identical. */
  @ParameterizedTest
  @CsvSource({
    "https://issuer.example/, https://issuer.example/, true",
    "https://issuer.example, https://issuer.example, true",
    "https://issuer.example/, https://issuer.example, false",
    "https://issuer.example, https://issuer.example/, false",
    "https://issuer.example/, https://ISSUER.example/, false",
    "https://issuer.example/, https://issuer.example:443/, false",
    "https://issuer.example/, http://issuer.example/, false",
    "https://issuer.example/a, https://issuer.example/b, false",
    "https://issuer.example/, '', false",
  })
  void theNameOfTheIssuerIsComparedExactly(String configured, String published, boolean isAllowed)
      throws IOException {
    String document = TestIssuer.discovery(published, "https://issuer.example/keys");

    assertAllowed(configured, document, isAllowed, "for the issuer '" + published + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "7", "{}", "{\"issuer\": 7}", "{\"issuer\": null}"})
  void anythingElseThanADiscoveryDocumentIsRefused(String document) throws IOException {
    assertAllowed("https://issuer.example/", document, false, "for the issuer");
  }

  @Test
  void anythingElseThanJsonIsRefused() {
    issuer.answerDiscoveryWith("<html>");

    assertThatNoKeyIsAccepted();
    assertThat(issuer.keyRequests()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "https://issuer.example/, https://issuer.example/keys, true",
    "https://issuer.example/, https://keys.example/keys, true",
    "https://issuer.example/, http://issuer.example/keys, false",
    "https://issuer.example/, HTTP://issuer.example/keys, false",
    "https://issuer.example/, ftp://issuer.example/keys, false",
    "https://issuer.example/, file:///etc/keys, false",
    "https://issuer.example/, /keys, false",
    "https://issuer.example/, //issuer.example/keys, false",
    "https://issuer.example/, '', false",
    "https://issuer.example/, ht tp://x, false",
    "http://127.0.0.1:80/, http://127.0.0.1:80/keys, true",
    "http://127.0.0.1:80/, https://keys.example/keys, true",
    "http://127.0.0.1:80/, file:///etc/keys, false",
  })
  void keysComeByTheSchemeOfTheIssuerOrABetterOne(String name, String keys, boolean isAllowed)
      throws IOException {
    assertAllowed(name, TestIssuer.discovery(name, keys), isAllowed, "jwks_uri: '" + keys + "'");
  }

  @Test
  void aDiscoveryDocumentWithoutKeysIsRefused() {
    issuer.answerDiscoveryWith("{\"issuer\":\"%s\"}".formatted(issuer.issuer()));

    assertThatNoKeyIsAccepted();
    assertThat(issuer.keyRequests()).isZero();
  }

  @Test
  void redirectsAreNotFollowed() throws IOException {
    try (var elsewhere = new CountingListener();
        var others = new TestServer()) {
      issuer.redirectDiscovery(elsewhere.uri("http", "/"));
      others.issuer.redirectKeys(elsewhere.uri("http", "/"));

      assertThatNoKeyIsAccepted();
      assertThat(status(others, others.issuer.tokenFor("auth0|mike"))).isEqualTo(503);
      assertThat(others.issuer.keyRequests()).isEqualTo(1);
      assertThat(elsewhere.connections()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"512, false", "1024, false", "2047, false", "2048, true", "3072, true"})
  void aKeyHasAtLeast2048Bits(int bits, boolean isAccepted) throws Exception {
    RSAKey key = key("weak", bits);

    assertThat(keyIds(new JWKSet(List.of(key, issuer.key()))))
        .contains("key-1")
        .hasSize(isAccepted ? 2 : 1);
  }

  @Test
  void aTokenSignedWithAWeakKeyIsRefused() throws Exception {
    RSAKey key = key("weak", 512);
    issuer.answerKeysWith(200, new JWKSet(List.of(key, issuer.key())).toString());
    assertThat(server.mike().get("/api/whoami").status()).as("the other key").isEqualTo(200);

    String token =
        TestIssuer.signed(
            issuer.header(header -> header.keyID("weak")), issuer.claims(_ -> {}), key);

    assertThat(status(server, token)).isEqualTo(401);
  }

  /** With the exponent 1, the signature of a message is the message itself. */
  @Test
  void anExponentThatSignsNothingIsRefused() throws IOException {
    String keys = new JWKSet(issuer.key()).toString();
    String exponent = "\"e\":\"%s\"".formatted(issuer.key().getPublicExponent());
    assertThat(keys).contains(exponent);

    JsonNode forged = JSON.readTree(keys.replace(exponent, "\"e\":\"AQ\""));

    assertThat(KeySet.keysIn(JSON.readTree(keys))).isNotEmpty();
    assertThat(KeySet.keysIn(forged)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, 200", "1, 503"})
  void aDocumentHasAtMost256KiB(int more, int status) {
    String keys = new JWKSet(issuer.key()).toString();
    issuer.answerKeysWith(200, keys + " ".repeat(MAX_BYTES + more - keys.length()));

    assertThat(status(server, issuer.tokenFor("auth0|mike"))).isEqualTo(status);
  }

  @Test
  void aDocumentThatNeverEndsIsNotWaitedFor() {
    issuer.trickleKeys();
    // Without discovery: no response of the issuer need be faster than the timeout.
    var config =
        new IssuerConfig(issuer.issuer(), TestIssuer.AUDIENCE, URI.create(issuer.jwksUri()));
    assertThat(HttpKeySource.TIMEOUT).isLessThanOrEqualTo(Duration.ofSeconds(5));

    long begin = System.nanoTime();
    try (var source =
        new HttpKeySource(config, JSON, Duration.ofMillis(300), InstantSource.system())) {
      assertThatThrownBy(source::fetch)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("jwks.json");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
  }

  private static void assertAllowed(
      String issuer, String discovery, boolean isAllowed, String reason) throws IOException {
    var config = new IssuerConfig(issuer, TestIssuer.AUDIENCE, null);
    var document = new DiscoveryDocument(JSON.readTree(discovery));
    if (isAllowed) {
      assertThat(document.jwksUriFor(config)).hasPath("/keys");
    } else {
      assertThatThrownBy(() -> document.jwksUriFor(config))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(reason);
    }
  }

  private static Set<String> keyIds(JWKSet keys) throws IOException {
    return KeySet.keysIn(JSON.readTree(keys.toString())).keySet();
  }

  private void assertThatNoKeyIsAccepted() {
    Client.Answer answer = server.mike().get("/api/whoami");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.message()).doesNotContain("http", "issuer");
  }

  private static int status(TestServer server, String token) {
    return server.nobody().as(token).get("/api/whoami").status();
  }

  private static RSAKey key(String id, int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    var pair = generator.generateKeyPair();
    return new RSAKey.Builder((RSAPublicKey) pair.getPublic())
        .privateKey(pair.getPrivate())
        .keyUse(KeyUse.SIGNATURE)
        .keyID(id)
        .build();
  }
}
