package io.flowforge.cli.embedded.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowforge.cli.embedded.loopback.LoopbackPort;
import io.flowforge.scan.CharacterSet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The flows of people and machines at the local issuer, as a browser and as programs see them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInAtLocalIssuerTest {

  private static final String REDIRECT = "http://127.0.0.1:5/callback";

  /** The example of RFC 7636, appendix B. */
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  private static final IssuerOptions OPTIONS =
      IssuerOptions.of(
              "https://flowforge.test/api",
              "seeder",
              "s3cret",
              List.of(
                  new IssuerUser("auth0|ada", "ada@example.org", "Ada <b>", "auth0", "pw"),
                  new IssuerUser("auth0|bob", "bob@example.org", "Bob", "auth0", "pw")))
          .withClients(
              IssuerClients.USUAL
                  .withMachines(Map.of("ci", "ci-secret"))
                  .withOrigins(Set.of("https://console.example.com")));

  private final ObjectMapper json = new ObjectMapper();
  private final Visitor visitor = new Visitor();
  private final Path directory;
  private Instant now = Instant.parse("2026-01-31T08:00:00Z");
  private LocalIssuer issuer;

  SignInAtLocalIssuerTest(@TempDir Path directory) {
    this.directory = directory;
    issuer = open();
  }

  @AfterAll
  void close() {
    issuer.close();
    visitor.close();
  }

  @Test
  void aPersonChoosesAndTheClientGetsTokensOnce() {
    HttpResponse<String> page = visitor.open(authorize(Map.of()));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("Ada &lt;b&gt;", "bob@example.org").doesNotContain("Ada <b>");
    assertThat(page.headers().firstValue("X-Frame-Options")).hasValue("DENY");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'");
    HttpResponse<String> redirect = visitor.choose(page, "auth0|bob");
    assertThat(redirect.statusCode()).isEqualTo(303);
    Map<String, String> returned = query(location(redirect));
    assertThat(location(redirect)).startsWith(REDIRECT + "?");
    assertThat(returned).containsEntry("state", "s&1").containsEntry("iss", issuer.issuer());
    String code = returned.getOrDefault("code", "");
    JsonNode tokens = token(codeForm(code, Map.of()), 200);
    assertThat(claims(tokens).path("sub").asText()).isEqualTo("auth0|bob");
    assertThat(claims(tokens).path("aud").asText()).isEqualTo(OPTIONS.audience());
    assertThat(tokens.has("refresh_token")).isFalse();
    assertThat(token(codeForm(code, Map.of()), 403).path("error").asText())
        .isEqualTo("invalid_grant");
  }

  @Test
  void whoeverDeclinesIsSentBackWithThatAnswer() {
    HttpResponse<String> redirect = visitor.choose(visitor.open(authorize(Map.of())), "");
    assertThat(query(location(redirect)))
        .containsEntry("error", "access_denied")
        .containsEntry("state", "s&1");
  }

  @ParameterizedTest
  @CsvSource({
    "code_verifier, other",
    "redirect_uri, http://127.0.0.1:6/callback",
    "client_id, flowforge-console",
    "code, other",
  })
  void aCodeIsForWhoeverAskedForIt(String parameter, String value) {
    HttpResponse<String> redirect = visitor.choose(visitor.open(authorize(Map.of())), "auth0|ada");
    String code = query(location(redirect)).getOrDefault("code", "");
    assertThat(token(codeForm(code, Map.of(parameter, value)), 403).path("error").asText())
        .isEqualTo("invalid_grant");
    if (!parameter.equals("code")) {
      // Whoever has a code and not the rest has stolen it, so it is used up.
      token(codeForm(code, Map.of()), 403);
    }
  }

  @Test
  void aCodeIsValidForAMinuteAndAPageForTen() {
    HttpResponse<String> page = visitor.open(authorize(Map.of()));
    HttpResponse<String> redirect = visitor.choose(page, "auth0|ada");
    now = now.plusSeconds(60);
    String code = query(location(redirect)).getOrDefault("code", "");
    token(codeForm(code, Map.of()), 403);
    HttpResponse<String> late = visitor.open(authorize(Map.of()));
    now = now.plus(Duration.ofMinutes(10));
    assertThat(visitor.choose(late, "auth0|ada").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "client_id, other",
    "redirect_uri, https://evil.example/",
    "redirect_uri, http://127.0.0.1.evil.example/",
    "redirect_uri, http://127.0.0.1:5/#x",
    "redirect_uri, http://evil@127.0.0.1:5/",
    "redirect_uri, https://127.0.0.1:5/",
    "redirect_uri, http://console.example.com/",
    "redirect_uri, javascript:alert(1)",
    "redirect_uri, ''",
  })
  void nobodyIsSentWhereTheyMustNotGo(String parameter, String value) {
    HttpResponse<String> page = visitor.open(authorize(Map.of(parameter, value)));
    assertThat(page.statusCode()).isEqualTo(400);
    assertThat(page.headers().firstValue("Location")).isEmpty();
    assertThat(page.body()).contains(parameter).doesNotContain("<form");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:3000/",
        "http://[::1]:3000/x?y=1",
        "https://console.example.com/callback"
      })
  void theConsoleMayReturnToThisMachineAndToItsFrontEnds(String redirect) {
    HttpResponse<String> page =
        visitor.open(authorize(Map.of("client_id", "flowforge-console", "redirect_uri", redirect)));
    assertThat(location(visitor.choose(page, "auth0|ada"))).startsWith(redirect).contains("code=");
  }

  @ParameterizedTest
  @CsvSource({
    "response_type, token, unsupported_response_type",
    "code_challenge, '', invalid_request",
    "code_challenge_method, plain, invalid_request",
    "audience, other, access_denied",
  })
  void aRequestThatCannotWorkIsAnsweredWithItsError(String parameter, String value, String error) {
    HttpResponse<String> redirect = visitor.open(authorize(Map.of(parameter, value)));
    assertThat(redirect.statusCode()).isEqualTo(303);
    assertThat(query(location(redirect)))
        .containsEntry("error", error)
        .containsEntry("state", "s&1");
  }

  @Test
  void aFormThatNoPageHasShownChoosesNobody() {
    HttpResponse<String> page = visitor.open(authorize(Map.of()));
    Map<String, String> forged = Map.of("transaction", "guessed", "user", "auth0|ada");
    String address = issuer.issuer() + "authorize";
    assertThat(visitor.post(address, forged, "").statusCode()).isEqualTo(400);
    visitor.choose(page, "auth0|ada");
    assertThat(visitor.choose(page, "auth0|ada").statusCode()).as("twice").isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "authorize",
        "activate",
        "oauth/token",
        "oauth/device/code",
        "oauth/revoke",
        "api/v2/users"
      })
  void pagesOfOtherSitesAreKeptOut(String path) {
    for (String origin : List.of("https://evil.example", "null", "http://127.0.0.1.evil.example")) {
      HttpResponse<String> response =
          visitor.post(issuer.issuer() + path, Map.of("grant_type", "password"), origin);
      assertThat(response.statusCode()).as(origin).isEqualTo(403);
      assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  @Test
  void aNameThatWasMadeToPointHereIsKeptOut() {
    URI address = URI.create(issuer.issuer());
    for (String host : List.of("evil.example:" + address.getPort(), "127.0.0.1", "")) {
      assertThat(statusWithHost(address.getPort(), host)).as(host).doesNotContain(" 200 ");
    }
    assertThat(statusWithHost(address.getPort(), "localhost:" + address.getPort()))
        .contains(" 200 ");
  }

  @Test
  void aPageOfAFrontEndGetsTokensByACodeOnly() {
    HttpResponse<String> redirect = visitor.choose(visitor.open(authorize(Map.of())), "auth0|ada");
    String code = query(location(redirect)).getOrDefault("code", "");
    String address = issuer.issuer() + "oauth/token";
    HttpResponse<String> tokens =
        visitor.post(address, codeForm(code, Map.of()), "http://localhost:3000");
    assertThat(tokens.statusCode()).isEqualTo(200);
    assertThat(tokens.headers().firstValue("Access-Control-Allow-Origin"))
        .hasValue("http://localhost:3000");
    for (String grant : List.of("password", "client_credentials")) {
      Map<String, String> form =
          Map.of(
              "grant_type",
              grant,
              "username",
              "ada@example.org",
              "password",
              "pw",
              "client_id",
              "ci",
              "client_secret",
              "ci-secret");
      assertThat(visitor.post(address, form, "").statusCode()).isEqualTo(200);
      assertThat(visitor.post(address, form, "http://localhost:3000").statusCode()).isEqualTo(403);
    }
    HttpResponse<String> preflight =
        visitor.send(
            HttpRequest.newBuilder(URI.create(address))
                .header("Origin", "https://console.example.com")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
        .hasValue("https://console.example.com");
  }

  @Test
  void refreshTokensRotateAndOutliveARestart() throws IOException {
    JsonNode first = lasting();
    JsonNode second = token(refreshForm(first), 200);
    assertThat(claims(second).path("sub").asText()).isEqualTo("auth0|ada");
    issuer.close();
    issuer = open();
    JsonNode third = token(refreshForm(second), 200);
    Path file = directory.resolve("refresh-tokens.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file)).doesNotContain(third.path("refresh_token").asText());
    token(refreshForm(second), 403);
    // Somebody has used a token twice, so nobody knows whose the last one is.
    token(refreshForm(third), 403);
  }

  @Test
  void aRefreshTokenEndsByTimeByRevocationAndForOtherClients() {
    JsonNode revoked = lasting();
    Map<String, String> form = Map.of("token", revoked.path("refresh_token").asText());
    assertThat(visitor.post(issuer.issuer() + "oauth/revoke", form, "").statusCode())
        .isEqualTo(200);
    token(refreshForm(revoked), 403);
    JsonNode old = lasting();
    Map<String, String> otherClient = new HashMap<>(refreshForm(old));
    otherClient.put("client_id", "flowforge-console");
    token(otherClient, 403);
    now = now.plus(Duration.ofDays(30));
    token(refreshForm(old), 403);
  }

  @Test
  void aDamagedFileOfRefreshTokensLosesThemAndNothingElse() throws IOException {
    JsonNode tokens = lasting();
    issuer.close();
    Files.writeString(directory.resolve("refresh-tokens.json"), "{");
    issuer = open();
    token(refreshForm(tokens), 403);
    token(refreshForm(lasting()), 200);
  }

  @Test
  void aDeviceGetsTokensWhenThePersonHasTypedItsCode() {
    JsonNode device = device();
    Map<String, String> poll = devicePoll(device);
    assertThat(token(poll, 403).path("error").asText()).isEqualTo("authorization_pending");
    assertThat(token(poll, 429).path("error").asText()).isEqualTo("slow_down");
    HttpResponse<String> page = visitor.open(device.path("verification_uri_complete").asText());
    assertThat(page.body()).contains(device.path("user_code").asText());
    assertThat(visitor.choose(page, "auth0|ada").body()).contains("You can close this window");
    JsonNode tokens = token(poll, 200);
    assertThat(claims(tokens).path("sub").asText()).isEqualTo("auth0|ada");
    assertThat(tokens.path("refresh_token").asText()).isNotEmpty();
    assertThat(token(poll, 403).path("error").asText()).isEqualTo("expired_token");
  }

  @Test
  void aDeviceIsToldThatThePersonDeclinedOrThatTimeIsOver() {
    JsonNode declined = device();
    visitor.choose(visitor.open(declined.path("verification_uri_complete").asText()), "");
    assertThat(token(devicePoll(declined), 403).path("error").asText()).isEqualTo("access_denied");
    JsonNode late = device();
    now = now.plus(Duration.ofMinutes(10));
    assertThat(token(devicePoll(late), 403).path("error").asText()).isEqualTo("expired_token");
    HttpResponse<String> page = visitor.open(late.path("verification_uri_complete").asText());
    assertThat(visitor.choose(page, "auth0|ada").statusCode()).isEqualTo(400);
  }

  @Test
  void aMachineHasASubjectOfItsOwn() {
    Map<String, String> form =
        Map.of(
            "grant_type", "client_credentials",
            "client_id", "ci",
            "client_secret", "ci-secret",
            "audience", OPTIONS.audience());
    JsonNode claims = claims(token(form, 200));
    assertThat(claims.path("sub").asText()).isEqualTo("ci@clients");
    assertThat(claims.path("aud").asText()).isEqualTo(OPTIONS.audience());
    Map<String, String> wrong = new HashMap<>(form);
    wrong.put("client_secret", "s3cret");
    token(wrong, 401);
    Map<String, String> other = new HashMap<>(form);
    other.put("audience", issuer.managementAudience());
    token(other, 403);
  }

  private LocalIssuer open() {
    InstantSource clock = () -> now;
    return LocalIssuer.open(directory, LoopbackPort.anyFree(), OPTIONS, clock);
  }

  private String authorize(Map<String, String> changes) {
    Map<String, String> query = new HashMap<>();
    query.put("client_id", "flowforge-cli");
    query.put("redirect_uri", REDIRECT);
    query.put("response_type", "code");
    query.put("state", "s&1");
    query.put("code_challenge", CHALLENGE);
    query.put("code_challenge_method", "S256");
    query.putAll(changes);
    return issuer.issuer() + "authorize?" + Visitor.encoded(query);
  }

  private static Map<String, String> codeForm(String code, Map<String, String> changes) {
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("client_id", "flowforge-cli");
    form.put("redirect_uri", REDIRECT);
    form.put("code", code);
    form.put("code_verifier", VERIFIER);
    form.putAll(changes);
    return form;
  }

  private static Map<String, String> refreshForm(JsonNode tokens) {
    return Map.of(
        "grant_type", "refresh_token",
        "client_id", "flowforge-cli",
        "refresh_token", tokens.path("refresh_token").asText());
  }

  private JsonNode lasting() {
    return token(
        Map.of(
            "grant_type", "password",
            "client_id", "flowforge-cli",
            "username", "ada@example.org",
            "password", "pw",
            "scope", "openid offline_access"),
        200);
  }

  private JsonNode device() {
    Map<String, String> form = Map.of("client_id", "flowforge-cli", "scope", "offline_access");
    return read(visitor.post(issuer.issuer() + "oauth/device/code", form, ""));
  }

  private static Map<String, String> devicePoll(JsonNode device) {
    return Map.of(
        "grant_type", "urn:ietf:params:oauth:grant-type:device_code",
        "client_id", "flowforge-cli",
        "device_code", device.path("device_code").asText());
  }

  private JsonNode token(Map<String, String> form, int status) {
    HttpResponse<String> response = visitor.post(issuer.tokenUri(), form, "");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return read(response);
  }

  private JsonNode read(HttpResponse<String> response) {
    try {
      return json.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode claims(JsonNode tokens) {
    String token = tokens.path("access_token").asText();
    int begin = token.indexOf('.') + 1;
    try {
      return json.readTree(
          Base64.getUrlDecoder().decode(token.substring(begin, token.indexOf('.', begin))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String location(HttpResponse<String> response) {
    return response.headers().firstValue("Location").orElse("");
  }

  private static Map<String, String> query(String address) {
    Map<String, String> query = new HashMap<>();
    for (String pair : CharacterSet.of("&").split(URI.create(address).getRawQuery())) {
      int equals = pair.indexOf('=');
      query.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return query;
  }

  private static String statusWithHost(int port, String host) {
    try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      socket
          .getOutputStream()
          .write(
              ("GET /.well-known/jwks.json HTTP/1.1\r\nHost: "
                      + host
                      + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      var reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      return String.valueOf(reader.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
