package io.flowforge.cli.login.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.cli.login.StubIssuer;
import io.flowforge.cli.login.StubIssuer.Response;
import io.flowforge.cli.login.issuer.IssuedTokens;
import io.flowforge.cli.login.issuer.IssuerCalls;
import io.flowforge.cli.login.issuer.IssuerMetadata;
import io.flowforge.error.ConflictException;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.InvalidException;
import io.flowforge.json.Json;
import io.flowforge.scan.CharacterSet;
import io.flowforge.uri.PercentEncoding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The authorization code flow, with browsers that behave and browsers that do not. */
class BrowserFlowTest {

  private static final LoginClient CLIENT =
      new LoginClient("cli", "https://flowforge.test/api", "openid api://x/access");

  private final StubIssuer issuer = StubIssuer.open();
  private final IssuerCalls calls = new IssuerCalls(Json.mapper());
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> told = new ArrayList<>();
  private final List<Integer> statuses = new ArrayList<>();
  private final List<String> pages = new ArrayList<>();

  BrowserFlowTest() {
    issuer.on("/token", _ -> Response.json(200, "{\"access_token\": \"abc.def\"}"));
  }

  @AfterEach
  void close() {
    http.close();
    calls.close();
    issuer.close();
  }

  @Test
  void theCodeIsExchangedWithTheSecretWhoseHashWasShown() {
    Map<String, String> asked = new HashMap<>();
    IssuedTokens tokens =
        signIn(
            query -> {
              asked.putAll(query);
              get(query, "?code=c%201&state=" + query.get("state"));
            });
    assertThat(tokens.accessToken()).isEqualTo("abc.def");
    assertThat(asked)
        .containsEntry("client_id", "cli")
        .containsEntry("response_type", "code")
        .containsEntry("code_challenge_method", "S256")
        .containsEntry("audience", CLIENT.audience())
        .containsEntry("scope", CLIENT.scope());
    Map<String, String> form = issuer.received().getFirst().form();
    assertThat(form)
        .containsEntry("grant_type", "authorization_code")
        .containsEntry("code", "c 1")
        .containsEntry("redirect_uri", asked.get("redirect_uri"))
        .doesNotContainKey("client_secret");
    String verifier = form.getOrDefault("code_verifier", "");
    assertThat(Pkce.of(verifier).challenge()).isEqualTo(asked.get("code_challenge"));
    assertThat(told.toString()).doesNotContain(verifier).doesNotContain("abc.def");
    assertThat(pages).first().asString().contains("You can close this window");
  }

  @Test
  void theExampleOfTheStandardHasItsHash() {
    assertThat(Pkce.of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").challenge())
        .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    assertThat(Pkce.create().verifier()).hasSize(43).isNotEqualTo(Pkce.create().verifier());
  }

  @Test
  void whatDoesNotKnowTheStateChangesNothing() {
    IssuedTokens tokens =
        signIn(
            query -> {
              String state = query.getOrDefault("state", "");
              get(query, "?code=evil");
              get(query, "?code=evil&state=" + state + "x");
              get(query, "?code=evil&state=x&state=" + state);
              get(query, "?error=access_denied&state=x");
              get(query, "?state=" + state);
              get(query, "?code=evil&state=" + state + "&iss=https%3A%2F%2Fevil.example%2F");
              get(query, "/../other?code=evil&state=" + state);
              send(query, "POST", "?code=evil&state=" + state);
              get(query, "?code=good&state=" + state);
            });
    assertThat(tokens.accessToken()).isEqualTo("abc.def");
    assertThat(statuses).containsExactly(400, 400, 400, 400, 400, 400, 404, 405, 200);
    assertThat(issuer.received()).hasSize(1);
    assertThat(issuer.received().getFirst().form()).containsEntry("code", "good");
  }

  @Test
  void onlyTheFirstCodeCounts() throws IOException {
    try (LoopbackCallback callback = LoopbackCallback.open(0, "s", issuer.issuer())) {
      Map<String, String> query = Map.of("redirect_uri", callback.redirectUri().toString());
      get(query, "?code=first&state=s");
      get(query, "?code=second&state=s");
      get(query, "?error=access_denied&state=s");
      assertThat(statuses).containsExactly(200, 400, 400);
      assertThat(callback.await(Duration.ZERO)).isEqualTo(new LoopbackCallback.Code("first"));
    }
  }

  @Test
  void aPersonWhoDeclinesEndsTheSignIn() {
    assertThatThrownBy(
            () ->
                signIn(
                    query ->
                        get(
                            query,
                            "?error=access_denied&error_description=no%1B%5B2J&state="
                                + query.get("state"))))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("access_denied: no [2J");
    assertThat(pages).first().asString().contains("access_denied");
  }

  @Test
  void anIssuerThatRefusesTheCodeSaysWhy() {
    issuer.on("/token", _ -> Response.json(403, "{\"error\": \"invalid_grant\"}"));
    assertThatThrownBy(() -> signIn(query -> get(query, "?code=c&state=" + query.get("state"))))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("invalid_grant");
  }

  @Test
  void nobodyIsWaitedForForever() {
    assertThatThrownBy(() -> flow(_ -> false).signIn(metadata(), Duration.ofMillis(20)))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("nobody signed in within 20 ms");
    assertThat(told).first().asString().contains("open this address in a browser on this machine");
    assertThat(told.get(1)).contains(issuer.issuer() + "authorize?");
  }

  @Test
  void anIssuerWithoutTheFlowIsReported() {
    IssuerMetadata all = metadata();
    var without = new IssuerMetadata(all.issuer(), all.tokenEndpoint(), null, null, null);
    assertThatThrownBy(() -> flow(_ -> true).signIn(without))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("--device");
  }

  @Test
  void theFirstFreePortIsTaken() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      int port = taken.getLocalPort();
      try (LoopbackCallback callback =
          new CallbackPorts(List.of(port, 0)).open("s", issuer.issuer())) {
        assertThat(callback.redirectUri().getPort()).isNotEqualTo(port);
      }
      assertThatThrownBy(() -> CallbackPorts.only(port).open("s", issuer.issuer()))
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("--callback-port");
    }
  }

  /** Signs in, and waits until the browser has received the last page. */
  private IssuedTokens signIn(Consumer<Map<String, String>> browser) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return flow(address -> {
            threads.execute(() -> browser.accept(query(address)));
            return true;
          })
          .signIn(metadata());
    }
  }

  private BrowserFlow flow(Predicate<URI> browser) {
    return new BrowserFlow(calls, CLIENT, told::add, browser, CallbackPorts.only(0));
  }

  private IssuerMetadata metadata() {
    return IssuerMetadata.of(calls, issuer.issuer());
  }

  private void get(Map<String, String> query, String more) {
    send(query, "GET", more);
  }

  private void send(Map<String, String> query, String method, String more) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(query.get("redirect_uri") + more))
              .method(method, BodyPublishers.noBody())
              .build();
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      statuses.add(response.statusCode());
      pages.add(response.body());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, String> query(URI address) {
    Map<String, String> query = new HashMap<>();
    for (String pair : CharacterSet.of("&").split(address.getRawQuery())) {
      int equals = pair.indexOf('=');
      query.put(pair.substring(0, equals), PercentEncoding.decodeForm(pair.substring(equals + 1)));
    }
    return query;
  }
}
