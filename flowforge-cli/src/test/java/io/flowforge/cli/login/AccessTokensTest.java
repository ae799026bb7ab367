package io.flowforge.cli.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.cli.folders.UserFolders;
import io.flowforge.cli.login.StubIssuer.Response;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.UnavailableException;
import io.flowforge.json.Json;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTokensTest {

  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

  private final StubIssuer issuer = StubIssuer.open();
  private final Path directory;
  private final Profiles profiles;
  private final Profile profile =
      new Profile(
          "one", URI.create("https://flowforge.test"), issuer.issuer(), "api", "cli", "auth0|ada");

  AccessTokensTest(@TempDir Path directory) {
    this.directory = directory;
    profiles = new Profiles(new UserFolders(directory));
  }

  @AfterEach
  void close() {
    issuer.close();
  }

  @Test
  void aTokenThatIsValidForMoreThanAMinuteIsReturnedAsItIs() {
    issuer.close();
    person(NOW.plusSeconds(61), "refresh-1");
    assertThat(tokens(Map.of()).of(profile)).isEqualTo("old");
  }

  @Test
  void anExpiringTokenIsRenewedAndTheRefreshTokenRotates() {
    person(NOW.plusSeconds(60), "refresh-1");
    issuer.on("/token", _ -> granted("new", "refresh-2"));
    assertThat(tokens(Map.of()).of(profile)).isEqualTo("new");
    assertThat(issuer.received().getFirst().form())
        .isEqualTo(
            Map.of(
                "grant_type", "refresh_token", "client_id", "cli", "refresh_token", "refresh-1"));
    SignedIn stored = profiles.find("one").orElseThrow();
    assertThat(stored.refreshToken()).isEqualTo("refresh-2");
    assertThat(stored.expiresAt()).isEqualTo(NOW.plusSeconds(3600));
    assertThat(tokens(Map.of()).of(profile)).isEqualTo("new");
    assertThat(issuer.received()).hasSize(1);
  }

  @Test
  void anIssuerThatDoesNotRotateKeepsItsRefreshToken() {
    person(NOW, "refresh-1");
    issuer.on(
        "/token", _ -> Response.json(200, "{\"access_token\": \"new\", \"expires_in\": 3600}"));
    assertThat(tokens(Map.of()).of(profile)).isEqualTo("new");
    assertThat(profiles.find("one").orElseThrow().refreshToken()).isEqualTo("refresh-1");
  }

  @Test
  void manyProcessesAtOnceUseEachRefreshTokenOnce() throws Exception {
    person(NOW, "refresh-0");
    var number = new AtomicInteger();
    Set<String> used = ConcurrentHashMap.newKeySet();
    issuer.on(
        "/token",
        form -> {
          boolean isFirst = used.add(form.getOrDefault("refresh_token", ""));
          return isFirst
              ? granted("new", "refresh-" + number.incrementAndGet())
              : Response.json(403, "{\"error\": \"invalid_grant\"}");
        });
    List<Future<String>> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        // Each with its own view of the files, as processes have.
        var own = new Profiles(new UserFolders(directory));
        results.add(
            threads.submit(
                () -> new AccessTokens(own, Json.mapper(), Map.of(), () -> NOW).of(profile)));
      }
    }
    for (Future<String> result : results) {
      assertThat(result.get()).isEqualTo("new");
    }
    assertThat(used).containsExactly("refresh-0");
    assertThat(profiles.find("one").orElseThrow().refreshToken()).isEqualTo("refresh-1");
  }

  @Test
  void aRefusedRenewalSaysWhyAndHowToSignInAgain() {
    person(NOW, "refresh-1");
    issuer.on(
        "/token",
        _ ->
            Response.json(
                403,
                "{\"error\": \"invalid_grant\", \"error_description\": \"used\\u001b[2J twice\"}"));
    assertThatThrownBy(() -> tokens(Map.of()).of(profile))
        .isInstanceOf(ForbiddenException.class)
        .hasMessage(
            "the sign-in of profile one has ended (invalid_grant: used [2J twice); sign in again:"
                + " flowforge login --server https://flowforge.test --profile one");
    // It can be tried again: the refusal may have been the issuer's mistake.
    assertThat(profiles.find("one").orElseThrow().refreshToken()).isEqualTo("refresh-1");
  }

  @Test
  void withoutARefreshTokenTheSignInEnds() {
    person(NOW, "");
    assertThatThrownBy(() -> tokens(Map.of()).of(profile))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("flowforge login --server https://flowforge.test --profile one");
    profiles.remove("one");
    assertThatThrownBy(() -> tokens(Map.of()).of(profile))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("signed out");
  }

  @Test
  void aTokenThatIsStillValidOutlivesAnOutageOfTheIssuer() {
    person(NOW.plusSeconds(30), "refresh-1");
    issuer.on("/token", _ -> new Response(503, "text/html", "<h1>down</h1>"));
    assertThat(tokens(Map.of()).of(profile)).isEqualTo("old");
    person(NOW, "refresh-1");
    assertThatThrownBy(() -> tokens(Map.of()).of(profile))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining(issuer.issuer() + "token responded with 503");
  }

  @Test
  void aMachineRenewsWithItsSecretFromTheFileOrTheEnvironment() {
    issuer.on(
        "/token",
        form ->
            form.getOrDefault("client_secret", "").equals("s3cret")
                ? granted("new", "")
                : Response.json(401, "{\"error\": \"access_denied\"}"));
    profiles.save(new SignedIn(profile, true, "old", NOW, "", "s3cret", null));
    assertThat(tokens(Map.of()).of(profile)).isEqualTo("new");
    profiles.save(new SignedIn(profile, true, "old", NOW, "", "", null));
    assertThatThrownBy(() -> tokens(Map.of()).of(profile))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("FLOWFORGE_CLIENT_SECRET is not set")
        .hasMessageEndingWith("--profile one --machine --client-id cli");
    assertThat(tokens(Map.of("FLOWFORGE_CLIENT_SECRET", "s3cret")).of(profile)).isEqualTo("new");
    assertThat(profiles.find("one").orElseThrow().clientSecret()).isEmpty();
    assertThat(issuer.received().getLast().form())
        .containsEntry("grant_type", "client_credentials")
        .containsEntry("audience", "api")
        .doesNotContainKey("scope");
  }

  @Test
  void aMachineAsksForItsScopeWhenItRenews() {
    issuer.on("/token", _ -> granted("new", ""));
    var old = new SignedIn(profile, true, "old", NOW, "", "s3cret", "api://flowforge/.default");
    profiles.save(old);

    assertThat(tokens(Map.of()).of(profile)).isEqualTo("new");
    assertThat(issuer.received().getLast().form())
        .containsEntry("scope", "api://flowforge/.default");
    assertThat(profiles.find("one").orElseThrow().loginCommand())
        .endsWith("--client-id cli --scope api://flowforge/.default");
  }

  private void person(Instant expiresAt, String refreshToken) {
    profiles.save(new SignedIn(profile, false, "old", expiresAt, refreshToken, "", null));
  }

  private AccessTokens tokens(Map<String, String> environment) {
    return new AccessTokens(profiles, Json.mapper(), environment, () -> NOW);
  }

  private static Response granted(String accessToken, String refreshToken) {
    return Response.json(
        200,
        """
        {"access_token": "%s", "token_type": "bearer", "expires_in": 3600, "refresh_token": "%s"}
        """
            .formatted(accessToken, refreshToken));
  }
}
