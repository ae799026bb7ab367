package io.flowforge.cli.login.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.cli.login.StubIssuer;
import io.flowforge.cli.login.StubIssuer.Response;
import io.flowforge.cli.login.issuer.IssuedTokens;
import io.flowforge.cli.login.issuer.IssuerCalls;
import io.flowforge.cli.login.issuer.IssuerMetadata;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.UnavailableException;
import io.flowforge.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The device code flow, with a clock that moves when the command waits. */
class DeviceFlowTest {

  private static final LoginClient CLIENT =
      new LoginClient("cli", "https://flowforge.test/api", "openid api://x/access");

  private static final Response PENDING =
      Response.json(403, "{\"error\": \"authorization_pending\"}");
  private static final Response TOO_SOON = Response.json(429, "{\"error\": \"slow_down\"}");
  private static final Response DOWN = new Response(503, "text/html", "<h1>down</h1>");
  private static final Response TOKENS =
      Response.json(
          200, "{\"access_token\": \"abc\", \"expires_in\": 60, \"refresh_token\": \"r\"}");

  private final StubIssuer issuer = StubIssuer.open();
  private final IssuerCalls calls = new IssuerCalls(Json.mapper());
  private final List<String> told = new ArrayList<>();
  private final List<Long> pauses = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-31T08:00:00Z");

  @AfterEach
  void close() {
    calls.close();
    issuer.close();
  }

  @Test
  void thePersonIsToldTheCodeAndTheCommandWaitsForTheTokens() {
    issuer.on("/device", _ -> device(300, "\"interval\": 2"));
    answers(PENDING, PENDING, TOKENS);
    assertThat(signIn()).isEqualTo(new IssuedTokens("abc", Duration.ofSeconds(60), "r"));
    assertThat(told)
        .first()
        .asString()
        .contains("https://login.test/activate", "the code WDJB-MJHT");
    assertThat(told.toString()).contains("https://login.test/activate?c=1").doesNotContain("dev-1");
    assertThat(pauses).containsExactly(2L, 2L, 2L);
    assertThat(issuer.received().getFirst().form())
        .containsEntry("audience", CLIENT.audience())
        .containsEntry("scope", CLIENT.scope());
    assertThat(issuer.received().getLast().form())
        .containsEntry("device_code", "dev-1")
        .containsEntry("client_id", "cli");
  }

  @Test
  void theCommandAsksLessOftenWhenItIsToldSoOrTheIssuerIsDown() {
    issuer.on("/device", _ -> device(300, "\"x\": 1"));
    answers(TOO_SOON, PENDING, DOWN, TOKENS);
    signIn();
    assertThat(pauses).containsExactly(5L, 10L, 10L, 15L);
  }

  @Test
  void aCodeThatNobodyUsesEndsTheSignIn() {
    issuer.on("/device", _ -> device(60, "\"interval\": 20"));
    answers(PENDING);
    assertThatThrownBy(this::signIn)
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("nobody signed in while the code was valid");
    assertThat(pauses).hasSize(3);
  }

  @Test
  void anIssuerThatStaysDownEndsTheSignIn() {
    issuer.on("/device", _ -> device(3000, "\"interval\": 1"));
    answers(DOWN);
    assertThatThrownBy(this::signIn).isInstanceOf(UnavailableException.class);
    assertThat(pauses).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"access_denied", "expired_token", "invalid_grant"})
  void aRefusalEndsTheSignIn(String error) {
    issuer.on("/device", _ -> device(60, "\"interval\": 1"));
    answers(Response.json(403, "{\"error\": \"" + error + "\"}"));
    assertThatThrownBy(this::signIn)
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining(error);
  }

  @Test
  void aClientThatMayNotUseTheFlowIsNamed() {
    issuer.on("/device", _ -> Response.json(403, "{\"error\": \"unauthorized_client\"}"));
    assertThatThrownBy(this::signIn)
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("check the client 'cli'");
  }

  @Test
  void timesOfALyingIssuerAreLimited() {
    issuer.on("/device", _ -> device(99_999_999, "\"interval\": 99999999"));
    answers(PENDING);
    assertThatThrownBy(this::signIn).isInstanceOf(ForbiddenException.class);
    assertThat(pauses).hasSize(30).containsOnly(60L);
  }

  @Test
  void codesThatCannotBeUsedAreRefused() {
    issuer.on("/device", _ -> Response.json(200, "{}"));
    assertThatThrownBy(this::signIn).isInstanceOf(UnavailableException.class);
    issuer.on(
        "/device",
        _ ->
            Response.json(
                200,
                """
                {"device_code": "d", "user_code": "u", "verification_uri": "javascript:alert(1)"}
                """));
    assertThatThrownBy(this::signIn).isInstanceOf(InvalidException.class);
    assertThat(told).isEmpty();
  }

  private IssuedTokens signIn() {
    Pause pause =
        time -> {
          pauses.add(time.toSeconds());
          now = now.plus(time);
        };
    IssuerMetadata metadata = IssuerMetadata.of(calls, issuer.issuer());
    return new DeviceFlow(calls, CLIENT, told::add, () -> now, pause).signIn(metadata);
  }

  /** Responds in this order, and then as at last. */
  private void answers(Response... responses) {
    Iterator<Response> next = List.of(responses).iterator();
    Response last = responses[responses.length - 1];
    issuer.on("/token", _ -> next.hasNext() ? next.next() : last);
  }

  private static Response device(long seconds, String more) {
    return Response.json(
        200,
        """
        {"device_code": "dev-1", "user_code": "WDJB-MJHT", "expires_in": %d, %s,
         "verification_uri": "https://login.test/activate",
         "verification_uri_complete": "https://login.test/activate?c=1"}
        """
            .formatted(seconds, more));
  }
}
