package io.flowforge.cli.login.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.cli.login.StubIssuer;
import io.flowforge.cli.login.StubIssuer.Response;
import io.flowforge.error.InvalidException;
import io.flowforge.error.UnavailableException;
import io.flowforge.json.Json;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is believed of an issuer, or a server, that lies. */
class IssuerCallsTest {

  private static final TokenForm FORM = TokenForm.refresh("cli", "hush");

  private final StubIssuer issuer = StubIssuer.open();
  private final IssuerCalls calls = new IssuerCalls(Json.mapper(), Duration.ofSeconds(30));
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void close() {
    end.countDown();
    calls.close();
    issuer.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | text/html        | <h1>Welcome</h1>",
        "200 | application/json | {\"access_token\": \"abc\"",
        "200 | application/json | [\"access_token\"]",
        "200 | application/json | {}",
        "200 | application/json | {\"access_token\": \"\"}",
        "200 | application/json | {\"access_token\": 7.5, \"token_type\": \"mac\"}",
        "200 | application/json | {\"access_token\": \"a\\r\\nX-Evil: 1\"}",
        "200 | application/json | {\"access_token\": \"a\\u001b[2Jb\"}",
        "200 | application/json | {\"access_token\": \"abc\", \"refresh_token\": \"a b\"}",
        "200 | application/json | {\"error\": \"invalid_grant\"}",
        "204 | application/json | ''",
        "302 | text/html        | ''",
        "404 | application/json | {\"error\": \"not_found\"}",
        "429 | application/json | {\"error\": \"too_many_requests\"}",
        "403 | text/html        | <h1>Forbidden</h1>",
        "400 | application/json | {\"error\": \"temporarily_unavailable\"}",
        "500 | application/json | {\"error\": \"server_error\"}",
        "503 | application/json | {\"error\": \"invalid_grant\"}",
      })
  void whatIsNeitherTokensNorARefusalIsAnOutage(int status, String type, String body) {
    issuer.on("/token", _ -> new Response(status, type, body));
    assertThatThrownBy(() -> calls.token(issuer.issuer().resolve("/token"), FORM))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining(issuer.issuer() + "token")
        .hasMessageNotContaining("hush")
        .hasMessageNotContaining("Evil");
  }

  @Test
  void aResponseThatNeverEndsOrIsHugeIsAnOutage() {
    issuer.on(
        "/slow",
        _ -> {
          await();
          return Response.json(200, "{\"access_token\": \"abc\"}");
        });
    issuer.on("/huge", _ -> Response.json(200, "{\"x\": \"" + "x".repeat(1024 * 1024) + "\"}"));
    try (var impatient = new IssuerCalls(Json.mapper(), Duration.ofMillis(500))) {
      requireOutage(impatient, "/slow");
    }
    requireOutage(calls, "/huge");
  }

  private void requireOutage(IssuerCalls calls, String path) {
    assertThatThrownBy(() -> calls.token(issuer.issuer().resolve(path), FORM))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining(path);
    assertThatThrownBy(() -> calls.get(issuer.issuer().resolve(path)))
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  void aRefusalIsShownWithoutControlCharactersAndShort() {
    issuer.on(
        "/token",
        _ ->
            Response.json(
                400,
                "{\"error\": \"invalid\\u001b]0;x\\u0007\", \"error_description\": \"%s\"}"
                    .formatted("y".repeat(5000))));
    assertThat(calls.token(issuer.issuer().resolve("/token"), FORM))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.error()).isEqualTo("invalid ]0;x");
              assertThat(refusal.description()).hasSizeLessThanOrEqualTo(300);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "86400, 86400",
    "-5, 0",
    "99999999999, 2592000",
    "'\"soon\"', 300",
    "null, 300",
  })
  void lifetimesAreLimited(String given, long seconds) {
    issuer.on(
        "/token",
        _ -> Response.json(200, "{\"access_token\": \"abc\", \"expires_in\": " + given + "}"));
    assertThat(calls.token(issuer.issuer().resolve("/token"), FORM))
        .isEqualTo(new IssuedTokens("abc", Duration.ofSeconds(seconds), ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://other.example/",
        "http://127.0.0.1",
        "",
      })
  void anotherIssuersMetadataIsRefused(String named) {
    issuer.on(
        "/.well-known/openid-configuration",
        _ ->
            Response.json(
                200, "{\"issuer\": \"%s\", \"token_endpoint\": \"https://x/\"}".formatted(named)));
    assertThatThrownBy(() -> IssuerMetadata.of(calls, issuer.issuer()))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("names the issuer");
  }

  @Test
  void secretsAreNotSentWithoutTheEncryptionThatTheirOriginHas() {
    URI secure = URI.create("https://login.example.com/");
    assertThatThrownBy(() -> WebAddress.of("token_endpoint", "http://x.example/t", secure))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("without encryption");
    for (String text : new String[] {"file:///etc", "//x", "x", "https://a@b/", "https://a b"}) {
      assertThatThrownBy(() -> WebAddress.of("it", text, null))
          .as(text)
          .isInstanceOf(InvalidException.class);
    }
    assertThat(WebAddress.isReadableOnTheWay(URI.create("http://x.example"))).isTrue();
    assertThat(WebAddress.isReadableOnTheWay(URI.create("http://127.0.0.1:1"))).isFalse();
    assertThat(WebAddress.isReadableOnTheWay(URI.create("https://x.example"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "HTTPS://Flowforge.Example.com/, https://flowforge.example.com",
    "http://127.0.0.1:8080, http://127.0.0.1:8080",
    "' https://x.example/Base// ', https://x.example/Base",
  })
  void aServerHasOneName(String written, URI server) {
    assertThat(WebAddress.ofServer("--server", written)).isEqualTo(server);
  }

  @Test
  void aServerThatIsNoFlowforgeIsRefused() {
    for (String body : new String[] {"{}", "{\"issuer\": \"x\", \"audience\": \"y\"}"}) {
      issuer.on("/.well-known/flowforge", _ -> Response.json(200, body));
      assertThatThrownBy(() -> ServerMetadata.of(calls, URI.create(base())))
          .as(body)
          .isInstanceOf(InvalidException.class);
    }
    issuer.on("/.well-known/flowforge", _ -> new Response(200, "text/html", "<h1>Hi</h1>"));
    assertThatThrownBy(() -> ServerMetadata.of(calls, URI.create(base())))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining(base() + "/.well-known/flowforge");
  }

  /** Entra's tokens are for an API only if one of its scopes is asked for. */
  @ParameterizedTest
  @CsvSource({
    "'', openid profile email offline_access",
    "'\"scope\": null,', openid profile email offline_access",
    "'\"scope\": \"openid api://x/access\",', openid api://x/access",
  })
  void theServerNamesTheScope(String member, String scope) {
    assertThat(metadata(member).scope()).isEqualTo(scope);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\u0001", "a\\\"", "\\u00fc"})
  void aScopeThatCannotBeOneIsRefused(String scope) {
    assertThatThrownBy(() -> metadata("\"scope\": \"%s\",".formatted(scope)))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("OIDC_SCOPES");
    assertThatThrownBy(() -> metadata("\"scope\": \"%s\",".formatted("a".repeat(1001))))
        .hasMessageContaining("OIDC_SCOPES");
  }

  private ServerMetadata metadata(String member) {
    issuer.on(
        "/.well-known/flowforge",
        _ ->
            Response.json(
                200, "{%s \"issuer\": \"%s\", \"audience\": \"y\"}".formatted(member, base())));
    return ServerMetadata.of(calls, URI.create(base()));
  }

  @Test
  void noSecretIsShown() {
    assertThat(FORM.toString()).doesNotContain("hush");
    assertThat(new IssuedTokens("hush", Duration.ZERO, "hush").toString()).doesNotContain("hush");
    assertThat(Map.of("a", FORM).toString()).doesNotContain("hush");
  }

  private String base() {
    String address = issuer.issuer().toString();
    return address.substring(0, address.length() - 1);
  }

  private void await() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
