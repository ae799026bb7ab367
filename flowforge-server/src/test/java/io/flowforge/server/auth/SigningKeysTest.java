package io.flowforge.server.auth;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.TestIssuer;
import io.flowforge.server.testing.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lifetime of the issuer's keys, and the number of requests for them. */
class SigningKeysTest {

  private final TestServer server = new TestServer();
  private final TestIssuer issuer = server.issuer;

  SigningKeysTest() {
    // So that the intervals between two fetches end only where a test says so.
    server.clock.freeze();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void asksOnceForAllTokensOfAKey() {
    for (int i = 0; i < 20; i++) {
      assertThat(status(issuer.tokenFor("auth0|" + i))).isEqualTo(200);
    }
    assertThat(issuer.keyRequests()).isEqualTo(1);
  }

  @Test
  void learnsANewKeyFromTheFirstTokenThatNamesIt() {
    String old = issuer.tokenFor("auth0|mike");
    assertThat(status(old)).isEqualTo(200);
    issuer.rotate();
    server.clock.advance(Duration.ofSeconds(11));

    assertThat(status(issuer.tokenFor("auth0|mike"))).isEqualTo(200);
    assertThat(status(old)).as("signed with a key that was withdrawn").isEqualTo(401);
    assertThat(issuer.keyRequests()).isEqualTo(2);
  }

  @Test
  void aFloodOfUnknownKeysAsksOnceAnInterval() throws Exception {
    assertThat(status(issuer.tokenFor("auth0|mike"))).isEqualTo(200);
    server.clock.advance(Duration.ofSeconds(11));

    List<Integer> statuses = atOnce(200, i -> status(tokenOfUnknownKey(i)));

    assertThat(statuses).containsOnly(401);
    assertThat(issuer.keyRequests()).isEqualTo(2);
    assertThat(status(issuer.tokenFor("auth0|mike"))).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"keys\":[]}", "{}", "[]", "null", "", "<html>", "{\"keys\":[{\"kid\":\"x\"}]}"})
  void keepsItsKeysWhenTheAnswerHasNone(String garbage) {
    String token = issuer.tokenFor("auth0|mike");
    assertThat(status(token)).isEqualTo(200);
    issuer.answerKeysWith(200, garbage.isEmpty() ? " " : garbage);
    server.clock.advance(Duration.ofSeconds(11));

    assertThat(status(tokenOfUnknownKey(1))).isEqualTo(401);
    assertThat(issuer.keyRequests()).isEqualTo(2);
    assertThat(status(token)).isEqualTo(200);
  }

  @Test
  void keepsItsKeysWhileTheProviderIsDownAndRefreshesThemAfterwards() {
    String token = issuer.token(claims -> claims.expirationTime(null).claim("exp", 9_999_999_999L));
    assertThat(status(token)).isEqualTo(200);
    issuer.answerKeysWith(503, "down");
    server.clock.advance(Duration.ofHours(2));

    assertThat(status(token)).isEqualTo(200);
    eventually(issuer::keyRequests, count -> count == 2);
    assertThat(status(token)).as("asked already within the interval").isEqualTo(200);
    assertThat(issuer.keyRequests()).isEqualTo(2);

    issuer.answerKeys();
    issuer.rotate();
    server.clock.advance(Duration.ofSeconds(11));
    assertThat(status(token)).as("served while asking").isEqualTo(200);
    eventually(() -> status(token), status -> status == 401);
    assertThat(issuer.keyRequests()).isEqualTo(3);
  }

  @Test
  void saysUnavailableAsLongAsThereAreNoKeysAtAll() {
    issuer.answerKeysWith(500, "starting");
    String token = issuer.tokenFor("auth0|mike");

    Client.Answer answer = server.nobody().as(token).get("/api/whoami");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isPresent();
    assertThat(answer.message()).contains("identity provider").doesNotContain("500", "http");
    assertThat(status(token)).isEqualTo(503);
    assertThat(issuer.keyRequests()).as("asked at most once a second").isEqualTo(1);

    issuer.answerKeys();
    server.clock.advance(Duration.ofSeconds(2));
    assertThat(status(token)).isEqualTo(200);
  }

  @Test
  void refusesBadTokensWithoutAskingForKeys() {
    issuer.answerKeysWith(500, "starting");

    assertThat(status("garbage")).isEqualTo(401);
    assertThat(issuer.keyRequests()).isZero();
  }

  @Test
  void doesNotReadAnEndlessAnswer() {
    issuer.answerKeysWith(200, "{\"keys\":[\"" + "x".repeat(300 * 1024) + "\"]}");

    assertThat(status(issuer.tokenFor("auth0|mike"))).isEqualTo(503);
  }

  @Test
  void usesOnlyKeysThatAreForRs256() throws JOSEException {
    RSAKey key = issuer.key();
    List<String> others =
        List.of(
            new JWKSet(new RSAKey.Builder(key).keyUse(KeyUse.ENCRYPTION).build()).toString(),
            new JWKSet(new RSAKey.Builder(key).algorithm(null).build())
                .toString()
                .replace("\"kty\"", "\"alg\":\"RS512\",\"kty\""),
            new JWKSet(new ECKeyGenerator(Curve.P_256).keyID(key.getKeyID()).generate())
                .toString());
    for (String keys : others) {
      issuer.answerKeysWith(200, keys);
      server.clock.advance(Duration.ofSeconds(2));
      assertThat(status(issuer.tokenFor("auth0|mike"))).as(keys).isEqualTo(503);
    }
  }

  @Test
  void takesTheAddressOfTheKeysFromTheSettings() {
    try (var direct = new TestServer(Map.of("OIDC_JWKS_URI", issuer.jwksUri()))) {
      String token =
          TestIssuer.signed(issuer.header(_ -> {}), direct.issuer.claims(_ -> {}), issuer.key());

      assertThat(direct.nobody().as(token).get("/api/whoami").status()).isEqualTo(200);
      assertThat(direct.issuer.keyRequests() + direct.issuer.otherRequests()).isZero();
    }
  }

  private int status(String token) {
    return server.nobody().as(token).get("/api/whoami").status();
  }

  private String tokenOfUnknownKey(int number) {
    return issuer.token(header -> header.keyID("unknown-" + number), _ -> {});
  }

  private interface Numbered {
    int call(int number);
  }

  private static List<Integer> atOnce(int times, Numbered work) throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> calls =
          IntStream.range(0, times).<Callable<Integer>>mapToObj(i -> () -> work.call(i)).toList();
      return executor.invokeAll(calls).stream().map(Future::resultNow).toList();
    }
  }
}
