package io.flowforge.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import io.flowforge.error.UnavailableException;
import io.flowforge.json.Json;
import io.flowforge.testing.Eventually;
import io.flowforge.testing.FakeAuth0;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Auth0ManagementTest {

  private final FakeAuth0 provider = new FakeAuth0();
  private Instant now = Instant.parse("2026-01-31T08:00:00Z");
  private final Auth0Management management =
      management(provider.settings(), Duration.ofSeconds(30));

  @AfterEach
  void close() {
    management.close();
    provider.close();
  }

  @Test
  void takesTheFirstIdentity() {
    provider.know("auth0|a b/c", "ada@example.com", "google-oauth2");

    assertThat(management.user("auth0|a b/c"))
        .isEqualTo(new ProviderUser("auth0|a b/c", "ada@example.com", "google-oauth2"));
    assertThat(provider.userPaths()).containsExactly("/api/v2/users/auth0%7Ca%20b%2Fc");
    assertThat(provider.tokenForms())
        .containsExactly(
            "application/x-www-form-urlencoded grant_type=client_credentials"
                + "&client_id=the+client&client_secret=s3cret%26%2B%3D"
                + "&audience=https%3A%2F%2Ffake%2Fapi%2Fv2%2F");
  }

  @Test
  void aTokenIsKeptUntilShortlyBeforeItExpires() {
    provider.know("u|1", "", "auth0");
    management.user("u|1");
    now = now.plus(Duration.ofHours(24)).minus(Duration.ofSeconds(61));
    management.user("u|1");
    assertThat(provider.tokenForms()).hasSize(1);

    now = now.plus(Duration.ofSeconds(1));
    management.user("u|1");
    assertThat(provider.tokenForms()).hasSize(2);
  }

  @Test
  void aRevokedTokenIsReplacedOnce() {
    provider.know("u|1", "", "auth0");
    management.user("u|1");
    provider.revoke();

    assertThat(management.user("u|1").userId()).isEqualTo("u|1");
    assertThat(provider.tokenForms()).hasSize(2);

    provider.answerUsersWith(401, "{}");
    assertThatThrownBy(() -> management.user("u|1"))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("MANAGEMENT_API_CLIENT");
    assertThat(provider.tokenForms()).hasSize(3);
  }

  @Test
  void manyAskForOneToken() throws Exception {
    provider.know("u|1", "", "auth0");
    Runnable release = provider.hold();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ProviderUser>> users = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        users.add(threads.submit(() -> management.user("u|1")));
      }
      Eventually.eventually(provider.tokenForms()::size, count -> count > 0);
      release.run();
      for (Future<ProviderUser> user : users) {
        assertThat(user.get().userId()).isEqualTo("u|1");
      }
    }
    assertThat(provider.tokenForms()).hasSize(1);
  }

  @Test
  void aFailedFetchIsTriedAgainByTheNext() {
    provider.know("u|1", "", "auth0");
    provider.answerTokensWith(500, "{}");
    assertThatThrownBy(() -> management.user("u|1")).isInstanceOf(UnavailableException.class);

    provider.answerTokensWith(200, "{\"access_token\":\"token-2\",\"expires_in\":60}");
    assertThat(management.user("u|1").userId()).isEqualTo("u|1");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404})
  void whomItDoesNotKnowIsNotFound(int status) {
    provider.answerUsersWith(status, "{}");

    assertThatThrownBy(() -> management.user("u|2"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("u|2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "500; {}",
        "401; {\"error\":\"access_denied\"}",
        "302; {}",
        "200; <html>",
        "200; []",
        "200; {}",
        "200; {\"access_token\":\"\",\"expires_in\":60}",
        "200; {\"access_token\":\"a b\",\"expires_in\":60}",
        "200; {\"access_token\":\"hidden\"}",
        "200; {\"access_token\":\"hidden\",\"expires_in\":-1}",
        "200; {\"access_token\":\"hidden\""
      })
  void anOddAnswerForATokenIsAnOutage(int status, String body) {
    provider.answerTokensWith(status, body);

    assertIsOutage();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "500; {}",
        "403; {}",
        "429; {}",
        "302; {}",
        "200; nonsense",
        "200; {}",
        "200; {\"user_id\":\"u|2\",\"identities\":[{\"provider\":\"auth0\"}]}",
        "200; {\"user_id\":\"u|1\",\"identities\":[]}",
        "200; {\"user_id\":\"u|1\",\"email\":\"a\\u0000\",\"identities\":[{\"provider\":\"x\"}]}"
      })
  void anOddAnswerForAUserIsAnOutage(int status, String body) {
    provider.answerUsersWith(status, body);

    assertIsOutage();
  }

  @Test
  void anAnswerWithoutEndIsAnOutage() {
    provider.answerUsersWith(200, "x".repeat(300 * 1024));

    assertIsOutage();
  }

  @Test
  void nobodyWaitsForEver() {
    Runnable release = provider.hold();
    try (Auth0Management impatient = management(provider.settings(), Duration.ofMillis(200))) {
      assertThatThrownBy(() -> impatient.user("u|1"))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("is not responding");
    }
    release.run();
    provider.close();
    assertIsOutage();
  }

  @Test
  void withoutSettingsItSaysWhatToSet() {
    try (Auth0Management none = new Auth0Management(null, Json.mapper(), () -> now)) {
      assertThatThrownBy(() -> none.user("u|1"))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("MANAGEMENT_API_CLIENT")
          .hasMessageContaining("MANAGEMENT_API_SECRET");
    }
  }

  @Test
  void theAddressIsThatOfTheTenantUnlessItIsNamed() {
    Map<String, String> variables =
        Map.of(
            "AUTH0_DOMAIN", "example.eu.auth0.com",
            "MANAGEMENT_API_CLIENT", "c",
            "MANAGEMENT_API_SECRET", "s");
    assertThat(Auth0Settings.from(variables))
        .contains(
            new Auth0Settings(
                URI.create("https://example.eu.auth0.com/"),
                "c",
                "s",
                "https://example.eu.auth0.com/api/v2/"));
    assertThat(
            Auth0Settings.from(
                Map.of(
                    "MANAGEMENT_API_URL", "http://127.0.0.1:1",
                    "MANAGEMENT_API_AUDIENCE", "a",
                    "MANAGEMENT_API_CLIENT", "c",
                    "MANAGEMENT_API_SECRET", "s")))
        .contains(new Auth0Settings(URI.create("http://127.0.0.1:1/"), "c", "s", "a"));
    assertThat(Auth0Settings.from(Map.of("AUTH0_DOMAIN", "x", "MANAGEMENT_API_SECRET", " ")))
        .isEmpty();
    assertThat(provider.settings().toString()).doesNotContain(FakeAuth0.SECRET);
  }

  @ParameterizedTest
  @CsvSource({
    "MANAGEMENT_API_CLIENT, ' '",
    "MANAGEMENT_API_SECRET, ' '",
    "MANAGEMENT_API_URL, nowhere",
    "MANAGEMENT_API_URL, ftp://x/",
    "MANAGEMENT_API_URL, https://x/?y",
    "AUTH0_DOMAIN, a b",
    "AUTH0_DOMAIN, ''"
  })
  void aBadSettingIsNamed(String name, String value) {
    var variables =
        new java.util.HashMap<>(
            Map.of(
                "AUTH0_DOMAIN", "example.eu.auth0.com",
                "MANAGEMENT_API_CLIENT", "c",
                "MANAGEMENT_API_SECRET", "hidden"));
    variables.put(name, value);

    assertThatThrownBy(() -> Auth0Settings.from(variables))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining(name)
        .hasMessageNotContaining("hidden");
  }

  private void assertIsOutage() {
    assertThatThrownBy(() -> management.user("u|1"))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("identity provider")
        .satisfies(
            failure ->
                assertThat(failure + " " + failure.getCause())
                    .doesNotContain("hidden", FakeAuth0.SECRET, "s3cret", "token-1"));
  }

  private Auth0Management management(Auth0Settings settings, Duration timeout) {
    return new Auth0Management(settings, Json.mapper(), () -> now, timeout);
  }
}
