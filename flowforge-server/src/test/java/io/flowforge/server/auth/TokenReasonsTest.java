package io.flowforge.server.auth;

import static io.flowforge.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.LogLines;
import io.flowforge.server.testing.TestIssuer;
import io.flowforge.server.testing.TestServer;
import java.time.Instant;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Why a token is refused, and what is wrong with the issuer, is said without guessing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenReasonsTest {

  private final TestServer server = new TestServer();
  private final TestIssuer issuer = server.issuer;

  @AfterAll
  void close() {
    server.close();
  }

  Stream<Arguments> tokens() {
    Map<TokenProblem, String> tokens = new EnumMap<>(TokenProblem.class);
    tokens.put(TokenProblem.MALFORMED, "hush.hush.hush");
    tokens.put(
        TokenProblem.ALGORITHM,
        TestIssuer.signed(
            new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("key-1").build(),
            issuer.claims(_ -> {}),
            issuer.key()));
    tokens.put(
        TokenProblem.EXTENSIONS,
        issuer.token(
            header -> header.criticalParams(Set.of("hush")).customParam("hush", 1), _ -> {}));
    tokens.put(TokenProblem.NO_KEY_ID, issuer.token(header -> header.keyID(null), _ -> {}));
    tokens.put(TokenProblem.UNKNOWN_KEY, issuer.token(header -> header.keyID("hush"), _ -> {}));
    tokens.put(
        TokenProblem.SIGNATURE,
        TestIssuer.signed(
            issuer.header(_ -> {}), issuer.claims(_ -> {}), TestIssuer.newKey("key-1")));
    tokens.put(TokenProblem.ISSUER, issuer.token(claims -> claims.issuer("https://hush/")));
    tokens.put(
        TokenProblem.AUDIENCE, issuer.token(claims -> claims.audience(List.of("hush", "x"))));
    tokens.put(TokenProblem.NO_EXPIRATION, issuer.token(claims -> claims.expirationTime(null)));
    tokens.put(TokenProblem.EXPIRED, issuer.token(claims -> claims.expirationTime(in(-90))));
    tokens.put(TokenProblem.NOT_YET_VALID, issuer.token(claims -> claims.notBeforeTime(in(600))));
    tokens.put(TokenProblem.ISSUED_IN_FUTURE, issuer.token(claims -> claims.issueTime(in(600))));
    tokens.put(TokenProblem.NO_SUBJECT, issuer.token(claims -> claims.subject("")));
    assertThat(tokens).containsOnlyKeys(TokenProblem.values());
    return tokens.entrySet().stream().map(token -> Arguments.of(token.getKey(), token.getValue()));
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void theReasonIsInTheHeaderAndInTheLog(TokenProblem problem, String token) {
    try (var log = new LogLines(Authentication.class.getName())) {
      Client.Answer answer = server.nobody().as(token).get("/api/whoami");

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate"))
          .hasValue(
              "Bearer error=\"invalid_token\", error_description=\"%s\""
                  .formatted(problem.description()));
      // RFC 6750, section 3.
      assertThat(problem.description()).matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+");
      assertThat(answer.message()).isEqualTo("invalid access token: " + problem.text());
      assertThat(
              log.containing("event=token_refused reason=\"%s\"".formatted(problem.description())))
          .hasSize(1);
      assertThat(log.containing("hush")).isEmpty();
    }
  }

  @Test
  void anIssuerThatCannotBeReachedIsToldByReadiness() {
    try (var other = new TestServer();
        var log = new LogLines("io.flowforge.server")) {
      other.issuer.answerKeysWith(503, "down");

      Client.Answer answer = other.nobody().get("/health/ready");

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.json().path("checks").path("issuer").asText()).isEqualTo("down");
      eventually(
          () -> log.containing("check OIDC_ISSUER and OIDC_JWKS_URI, or AUTH0_DOMAIN"),
          lines -> !lines.isEmpty());
    }
  }

  @Test
  void anIssuerWithAnotherNameIsToldByReadinessAlsoIfItsKeysAreKnown() {
    try (var right = new TestIssuer();
        var other = withoutSlash(right);
        var log = new LogLines("io.flowforge.server")) {
      // The first checks also connect, which may take longer than they wait.
      eventually(
          () -> {
            other.clock.advance(HttpKeySource.CONFIRMATION_INTERVAL);
            return other.nobody().get("/health/ready");
          },
          answer -> answer.json().path("checks").path("issuer").asText().equals("down"));
      eventually(
          () ->
              log.containing(
                  "the identity provider calls itself '%s', not '%s'"
                      .formatted(right.issuer(), right.issuer().replaceAll("/$", ""))),
          lines -> !lines.isEmpty());
    }
  }

  /** The name is asked for again, because a moment without a response says nothing about it. */
  @ParameterizedTest
  @ValueSource(ints = {500, 503})
  void anIssuerThatCouldNotTellItsNameIsAskedAgain(int status) {
    try (var right = new TestIssuer()) {
      right.answerDiscoveryWith(status);
      try (var other = withoutSlash(right)) {
        eventually(() -> other.nobody().get("/health/ready").status(), found -> found == 200);

        right.answerDiscoveryWith(200);
        other.clock.advance(HttpKeySource.CONFIRMATION_INTERVAL);

        eventually(
            () -> {
              other.clock.advance(HttpKeySource.CONFIRMATION_INTERVAL);
              return other.nobody().get("/health/ready").status();
            },
            found -> found == 503);
      }
    }
  }

  @Test
  void anIssuerWithoutDiscoveryDocumentIsAskedOnce() {
    try (var right = new TestIssuer()) {
      right.answerDiscoveryWith(404);
      try (var other = withoutSlash(right)) {
        eventually(() -> other.nobody().get("/health/ready").status(), found -> found == 200);
        int asked = right.otherRequests();

        other.clock.advance(HttpKeySource.CONFIRMATION_INTERVAL);

        assertThat(other.nobody().get("/health/ready").status()).isEqualTo(200);
        assertThat(right.otherRequests()).isEqualTo(asked);
      }
    }
  }

  /** Returns a server that knows the keys of the issuer, and has its name without the slash. */
  private static TestServer withoutSlash(TestIssuer right) {
    return new TestServer(
        Map.of(
            "OIDC_ISSUER", right.issuer().replaceAll("/$", ""), "OIDC_JWKS_URI", right.jwksUri()));
  }

  private static Date in(int seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }
}
