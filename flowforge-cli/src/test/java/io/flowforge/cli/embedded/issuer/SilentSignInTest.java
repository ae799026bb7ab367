package io.flowforge.cli.embedded.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowforge.cli.embedded.loopback.LoopbackPort;
import io.flowforge.json.Json;
import io.flowforge.scan.CharacterSet;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A page that was loaded again, and its person who signs out. */
class SilentSignInTest {

  private static final String CONSOLE = "http://127.0.0.1:5";
  private static final String REDIRECT = CONSOLE + "/sign-in";

  /** The example of RFC 7636, appendix B. */
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  private static final IssuerOptions OPTIONS =
      IssuerOptions.of(
          "https://flowforge.test/api",
          "seeder",
          "s3cret",
          List.of(
              new IssuerUser("auth0|ada", "ada@example.org", "Ada", "auth0", "pw"),
              new IssuerUser("auth0|bob", "bob@example.org", "Bob", "auth0", "pw")));

  private final Visitor visitor = new Visitor();
  private final Path directory;
  private Instant now = Instant.parse("2026-01-31T08:00:00Z");
  private LocalIssuer issuer;

  /** What the browser keeps. */
  private String cookie = "";

  SilentSignInTest(@TempDir Path directory) {
    this.directory = directory;
    issuer = open(LoopbackPort.anyFree());
  }

  @AfterEach
  void close() {
    visitor.close();
    issuer.close();
  }

  @Test
  void aPageThatIsLoadedAgainGetsTokensOfThePersonWithoutAPage() throws IOException {
    choose("auth0|ada");

    Map<String, String> answer = returned(silently(Map.of()));

    assertThat(answer).containsEntry("state", "s&1").containsEntry("iss", issuer.issuer());
    assertThat(subjectOf(answer.getOrDefault("code", ""))).isEqualTo("auth0|ada");
  }

  @Test
  void nobodyIsSignedInWithoutAChoice() {
    assertThat(returned(silently(Map.of())))
        .containsEntry("error", "login_required")
        .doesNotContainKey("code");
    cookie = cookieName() + "=guessed";
    assertThat(returned(silently(Map.of()))).containsEntry("error", "login_required");
  }

  /** Somebody else's page must not get what the person has allowed the console. */
  @ParameterizedTest
  @CsvSource({
    "client_id, flowforge-cli",
    "redirect_uri, http://127.0.0.1:6/sign-in",
    "redirect_uri, http://localhost:5/sign-in",
  })
  void aChoiceHoldsForItsClientAndOriginOnly(String parameter, String value) {
    choose("auth0|ada");

    assertThat(returned(silently(Map.of(parameter, value))))
        .containsEntry("error", "login_required");
    assertThat(returned(silently(Map.of("redirect_uri", CONSOLE + "/other")))).containsKey("code");
  }

  @Test
  void withoutPromptThePersonChoosesAgainAndTheLastChoiceHolds() throws IOException {
    choose("auth0|ada");
    for (String prompt : List.of("", "login", "select_account", "login consent")) {
      HttpResponse<String> page = open(authorize(Map.of("prompt", prompt)));
      assertThat(page.statusCode()).as(prompt).isEqualTo(200);
      assertThat(page.body()).contains("Who are you?");
    }
    String before = cookie;
    choose("auth0|bob");

    assertThat(cookie).isNotEqualTo(before);
    assertThat(subjectOf(returned(silently(Map.of())).getOrDefault("code", "")))
        .isEqualTo("auth0|bob");
    cookie = before;
    assertThat(returned(silently(Map.of()))).containsEntry("error", "login_required");
  }

  @Test
  void aBrowserMayBeDifferentPeopleAtTwoServers() throws IOException {
    choose("auth0|ada");
    Map<String, String> other = Map.of("redirect_uri", "http://127.0.0.1:6/sign-in");
    keepCookie(visitorChoice(authorize(other), "auth0|bob"));

    assertThat(subjectOf(returned(silently(Map.of())).getOrDefault("code", "")))
        .isEqualTo("auth0|ada");
    assertThat(
            subjectOf(
                returned(silently(other)).getOrDefault("code", ""),
                other.getOrDefault("redirect_uri", "")))
        .isEqualTo("auth0|bob");
  }

  @Test
  void whoDeclinesIsNotRemembered() {
    HttpResponse<String> declined = visitorChoice(authorize(Map.of()), "");

    assertThat(returned(declined)).containsEntry("error", "access_denied");
    assertThat(declined.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void theCookieIsForTopLevelNavigationOnly() {
    HttpResponse<String> chosen = visitorChoice(authorize(Map.of()), "auth0|ada");

    assertThat(chosen.headers().firstValue("Set-Cookie").orElse("").split("; "))
        .anySatisfy(value -> assertThat(value).matches(cookieName() + "=[\\w-]{43}"))
        .contains("HttpOnly", "SameSite=Lax", "Path=/");
  }

  @Test
  void aChoiceEndsAfterAWeek() {
    choose("auth0|ada");
    now = now.plus(Duration.ofDays(7)).minusSeconds(1);
    assertThat(returned(silently(Map.of()))).containsKey("code");
    now = now.plusSeconds(1);
    assertThat(returned(silently(Map.of()))).containsEntry("error", "login_required");
  }

  @Test
  void aRestartOfTheIssuerForgetsTheChoice() {
    choose("auth0|ada");
    int port = URI.create(issuer.issuer()).getPort();
    issuer.close();
    issuer = open(LoopbackPort.fixed(port, ""));

    assertThat(returned(silently(Map.of()))).containsEntry("error", "login_required");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none login", "login none", "none none"})
  void noneExcludesOtherValues(String prompt) {
    choose("auth0|ada");

    assertThat(returned(open(authorize(Map.of("prompt", prompt)))))
        .containsEntry("error", "invalid_request");
  }

  @Test
  void whatIsWrongWithARequestIsToldBeforeAnybodyIsSignedIn() {
    choose("auth0|ada");

    assertThat(returned(silently(Map.of("code_challenge", "short"))))
        .containsEntry("error", "invalid_request");
    assertThat(silently(Map.of("redirect_uri", "https://evil.example/")).statusCode())
        .isEqualTo(400);
  }

  @Test
  void signingOutForgetsThePersonAndReturnsToTheConsole() throws IOException {
    JsonNode discovery =
        Json.mapper()
            .readTree(visitor.open(issuer.issuer() + ".well-known/openid-configuration").body());
    String endpoint = discovery.path("end_session_endpoint").asText();
    assertThat(endpoint).startsWith(issuer.issuer());
    choose("auth0|ada");

    HttpResponse<String> out =
        open(
            endpoint
                + "?"
                + Visitor.encoded(
                    Map.of(
                        "client_id", "flowforge-console",
                        "post_logout_redirect_uri", CONSOLE + "/",
                        "state", "x y")));

    assertThat(out.statusCode()).isEqualTo(303);
    assertThat(out.headers().firstValue("Location")).hasValue(CONSOLE + "/?state=x%20y");
    assertThat(returned(silently(Map.of()))).containsEntry("error", "login_required");
  }

  @Test
  void signingOutWithoutAReturnOrToSomewhereElseShowsAPage() {
    for (Map<String, String> query :
        List.of(
            Map.<String, String>of(),
            Map.of("post_logout_redirect_uri", "https://evil.example/"))) {
      choose("auth0|ada");
      HttpResponse<String> out = open(issuer.issuer() + "oidc/logout?" + Visitor.encoded(query));
      assertThat(out.statusCode()).isEqualTo(query.isEmpty() ? 200 : 400);
      assertThat(out.body()).contains("Signed out");
      assertThat(out.headers().firstValue("Location")).isEmpty();
      assertThat(returned(silently(Map.of()))).containsEntry("error", "login_required");
    }
  }

  /** OpenID Connect RP-Initiated Logout 1.0, section 2, demands both methods. */
  @Test
  void aFormOfTheConsoleSignsOutToo() {
    choose("auth0|ada");

    HttpResponse<String> out =
        visitor.send(
            HttpRequest.newBuilder(URI.create(issuer.issuer() + "oidc/logout"))
                .header("Cookie", cookie)
                .header("Origin", CONSOLE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    BodyPublishers.ofString(
                        Visitor.encoded(Map.of("post_logout_redirect_uri", CONSOLE + "/")))));

    assertThat(out.headers().firstValue("Location")).hasValue(CONSOLE + "/");
    assertThat(returned(silently(Map.of()))).containsEntry("error", "login_required");
  }

  @Test
  void theConsoleReadsDiscoveryFromItsOwnOrigin() {
    for (String origin : List.of(CONSOLE, "http://localhost:8080", "http://[::1]:8080")) {
      HttpResponse<String> discovery =
          visitor.send(
              HttpRequest.newBuilder(
                      URI.create(issuer.issuer() + ".well-known/openid-configuration"))
                  .header("Origin", origin));
      assertThat(discovery.statusCode()).isEqualTo(200);
      assertThat(discovery.headers().firstValue("Access-Control-Allow-Origin")).hasValue(origin);
      // The cookie stays out of calls by script.
      assertThat(discovery.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
    }
  }

  private LocalIssuer open(LoopbackPort port) {
    InstantSource clock = () -> now;
    return LocalIssuer.open(directory, port, OPTIONS, clock);
  }

  private String cookieName() {
    return "flowforge-issuer-" + URI.create(issuer.issuer()).getPort();
  }

  private void choose(String userId) {
    keepCookie(visitorChoice(authorize(Map.of()), userId));
  }

  private void keepCookie(HttpResponse<String> response) {
    String set = response.headers().firstValue("Set-Cookie").orElseThrow();
    cookie = set.substring(0, set.indexOf(';'));
  }

  private HttpResponse<String> visitorChoice(String address, String userId) {
    HttpResponse<String> page = open(address);
    String before = "name=\"transaction\" value=\"";
    int begin = page.body().indexOf(before) + before.length();
    Map<String, String> form =
        Map.of(
            "transaction",
            page.body().substring(begin, page.body().indexOf('"', begin)),
            "user",
            userId);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(issuer.issuer() + "authorize"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", Visitor.origin(URI.create(issuer.issuer())))
            .POST(BodyPublishers.ofString(Visitor.encoded(form)));
    return visitor.send(withCookie(request));
  }

  private HttpResponse<String> open(String address) {
    return visitor.send(withCookie(HttpRequest.newBuilder(URI.create(address))));
  }

  private HttpRequest.Builder withCookie(HttpRequest.Builder request) {
    return cookie.isEmpty() ? request : request.header("Cookie", "other=1; " + cookie);
  }

  private HttpResponse<String> silently(Map<String, String> changes) {
    Map<String, String> query = new HashMap<>(changes);
    query.put("prompt", "none");
    return open(authorize(query));
  }

  private String authorize(Map<String, String> changes) {
    Map<String, String> query = new HashMap<>();
    query.put("client_id", "flowforge-console");
    query.put("redirect_uri", REDIRECT);
    query.put("response_type", "code");
    query.put("state", "s&1");
    query.put("scope", "openid offline_access");
    query.put("code_challenge", CHALLENGE);
    query.put("code_challenge_method", "S256");
    query.putAll(changes);
    return issuer.issuer() + "authorize?" + Visitor.encoded(query);
  }

  /** Returns the parameters with which the browser is sent back. */
  private static Map<String, String> returned(HttpResponse<String> response) {
    Optional<String> location = response.headers().firstValue("Location");
    assertThat(location).as(response.body()).isPresent();
    Map<String, String> query = new HashMap<>();
    for (String pair : CharacterSet.of("&").split(URI.create(location.get()).getRawQuery())) {
      int equals = pair.indexOf('=');
      query.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return query;
  }

  private String subjectOf(String code) throws IOException {
    return subjectOf(code, REDIRECT);
  }

  private String subjectOf(String code, String redirect) throws IOException {
    HttpResponse<String> tokens =
        visitor.post(
            issuer.tokenUri(),
            Map.of(
                "grant_type", "authorization_code",
                "client_id", "flowforge-console",
                "redirect_uri", redirect,
                "code", code,
                "code_verifier", VERIFIER),
            CONSOLE);
    assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
    String token = Json.mapper().readTree(tokens.body()).path("access_token").asText();
    HttpResponse<String> person =
        visitor.send(
            HttpRequest.newBuilder(URI.create(issuer.issuer() + "userinfo"))
                .header("Authorization", "Bearer " + token));
    return Json.mapper().readTree(person.body()).path("sub").asText();
  }
}
