package io.flowforge.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import io.flowforge.server.testing.Client;
import io.flowforge.server.testing.TestIssuer;
import io.flowforge.server.testing.TestServer;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens and headers that are accepted; {@link HostileTokensTest} has those that are not. */
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

  private List<DynamicTest> tests(Map<String, String> tokens) {
    return tokens.entrySet().stream()
        .map(
            token ->
                DynamicTest.dynamicTest(
                    token.getKey(),
                    () ->
                        assertThat(server.nobody().as(token.getValue()).get("/api/whoami").status())
                            .isEqualTo(200)))
        .toList();
  }

  private int statusOf(String authorization) {
    return server
        .nobody()
        .send(server.nobody().request("/api/whoami").header("Authorization", authorization))
        .status();
  }

  private static void expired(JWTClaimsSet.Builder claims, int secondsAgo) {
    claims.issueTime(inSeconds(-600)).expirationTime(inSeconds(-secondsAgo));
  }

  private static Date inSeconds(int seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }
}
