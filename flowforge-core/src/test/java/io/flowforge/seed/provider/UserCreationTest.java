package io.flowforge.seed.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.error.ForbiddenException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.UnavailableException;
import io.flowforge.identity.Auth0Accounts;
import io.flowforge.identity.Auth0Settings;
import io.flowforge.json.Json;
import io.flowforge.testing.Auth0Tenant;
import io.flowforge.testing.Auth0Tenant.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserCreationTest {

  private static final WantedUser ADA = user("ada", "Ada@Example.com");
  private static final WantedUser MIKE = user("mike", "mike@example.com");

  private final Auth0Tenant tenant = new Auth0Tenant();
  private final List<Duration> pauses = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-31T08:00:00Z");
  private Auth0Accounts accounts = accounts(tenant.environment());

  @AfterEach
  void close() {
    accounts.close();
    tenant.close();
  }

  @Test
  void createsWhomTheProviderDoesNotHave() {
    tenant.has("auth0|mike", "mike@example.com");
    CreationReport report = create(ADA, MIKE);

    assertThat(report.outcomes())
        .isEqualTo(
            Map.of("auth0|ada", AccountOutcome.CREATED, "auth0|mike", AccountOutcome.EXISTING));
    assertThat(tenant.userIds()).containsExactly("auth0|mike", "auth0|ada");
    assertThat(tenant.calls())
        .containsExactly("search ada@example.com", "create ada", "search mike@example.com");
    assertThat(create(ADA, MIKE).count(AccountOutcome.EXISTING)).isEqualTo(2);
  }

  @Test
  void aDryRunOnlyLooks() {
    tenant.has("auth0|mike", "mike@example.com");
    CreationReport report = creation().create(List.of(ADA, MIKE), true);

    assertThat(report.count(AccountOutcome.CREATED)).isEqualTo(1);
    assertThat(report.count(AccountOutcome.EXISTING)).isEqualTo(1);
    assertThat(tenant.userIds()).containsExactly("auth0|mike");
  }

  @Test
  void usersOfOtherProvidersSignInFirst() {
    var google =
        new WantedUser("user.csv:2", "google-oauth2|1", "google-oauth2", "a@x.org", "A", "");
    var machine = new WantedUser("user.csv:3", "ci@clients", "machine", "", "CI", "");
    CreationReport report = create(google, machine);

    assertThat(report.count(AccountOutcome.SIGNS_IN_FIRST)).isEqualTo(1);
    assertThat(report.count(AccountOutcome.MACHINE)).isEqualTo(1);
    assertThat(report.missing()).isEmpty();
    assertThat(report.notes())
        .containsExactly(
            "user.csv:2: 'a@x.org' signs in first: users of google-oauth2 cannot be created");
    assertThat(tenant.calls()).isEmpty();
  }

  @Test
  void anExistingUserMustHaveTheIdOfTheRow() {
    tenant.has("auth0|other", "ada@example.com");
    tenant.has("google-oauth2|1", "mike@example.com");
    CreationReport report = create(ADA, user("taken", "new@example.com"));

    assertThat(report.missing()).containsExactly("auth0|ada");
    assertThat(report.problems())
        .containsExactly(
            "user.csv:ada: the identity provider has user 'auth0|other' with e-mail"
                + " 'Ada@Example.com'; write user_id 'other', or delete that user there");
    assertThat(tenant.userIds()).doesNotContain("auth0|ada");
  }

  @Test
  void anIdThatAnotherPersonHasIsAProblem() {
    tenant.has("auth0|ada", "eve@example.com");

    assertThat(create(ADA).problems())
        .containsExactly(
            "user.csv:ada: the identity provider has user 'auth0|ada' with e-mail 'eve@example.com'"
                + " instead of 'Ada@Example.com'; correct one of them");
  }

  @Test
  void aUserWithoutPasswordMustExist() {
    var known = new WantedUser("user.csv:2", "auth0|ada", "auth0", "ada@example.com", "A", "");
    assertThat(create(known).problems())
        .containsExactly(
            "user.csv:2: the identity provider has no user 'ada@example.com', and column 'password'"
                + " is empty; fill it in");
    tenant.has("auth0|ada", "ada@example.com");
    assertThat(create(known).count(AccountOutcome.EXISTING)).isEqualTo(1);
  }

  @Test
  void aRefusedUserDoesNotKeepTheOthersFromBeingCreated() {
    var weak = new WantedUser("user.csv:2", "auth0|eve", "auth0", "eve@example.com", "E", "short");
    CreationReport report = create(weak, ADA);

    assertThat(report.missing()).containsExactly("auth0|eve");
    assertThat(report.problems())
        .containsExactly(
            "user.csv:2: the identity provider refuses the user (status 400, invalid_body:"
                + " PasswordStrengthError: Password is too weak); correct the row");
    assertThat(tenant.userIds()).containsExactly("auth0|ada");
  }

  @ParameterizedTest
  @CsvSource({"Secret-of-ada", "Secret-of\\u002dada", "Secret%2Dof%2Dada", "\\u0000Secret-of-ada"})
  void aPasswordThatTheProviderRepeatsIsNotShown(String echo) {
    tenant.replyToCreation(Reply.of(400, "{\"message\":\"bad password " + echo + "\"}"));
    CreationReport report = create(ADA);

    assertThat(report.problems()).hasSize(1);
    assertThat(report.toString()).doesNotContain("Secret-of-ada").doesNotContain("Secret%2D");
  }

  @ParameterizedTest
  @CsvSource({
    // header, value, milliseconds
    "retry-after, 7, 7000",
    "x-ratelimit-reset, 1, 500",
    "retry-after, soon, 500",
    "retry-after, 0, 500",
  })
  void aRateLimitIsWaitedOutByItsHeader(String header, String value, long millis) {
    tenant.replyToCreation(Reply.busy(header, value));
    tenant.replyToSearch(Reply.busy("retry-after", "1"));

    assertThat(create(ADA).count(AccountOutcome.CREATED)).isEqualTo(1);
    assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofMillis(millis));
  }

  @Test
  void aFailingProviderIsAskedAgainWithGrowingPauses() {
    Reply broken = Reply.of(503, "<html>");
    tenant.replyToSearch(broken, broken, Reply.of(200, "nonsense"), Reply.of(502, ""), broken);

    assertThat(create(ADA).count(AccountOutcome.CREATED)).isEqualTo(1);
    assertThat(pauses.stream().map(Duration::toMillis))
        .containsExactly(500L, 1000L, 2000L, 4000L, 8000L);
  }

  @Test
  void aCreationWithoutResponseIsNotLost() {
    tenant.replyToCreation(new Reply(504, "", Map.of(), true));
    CreationReport report = create(ADA);

    assertThat(report.outcomes()).isEqualTo(Map.of("auth0|ada", AccountOutcome.CREATED));
    assertThat(tenant.calls())
        .containsExactly("search ada@example.com", "create ada", "create ada", "get auth0|ada");
  }

  @Test
  void aProviderThatStaysAwayEndsTheRunAndTheNextGoesOn() {
    Reply broken = Reply.of(500, "{}");
    create(ADA);
    tenant.replyToCreation(broken, broken, broken, broken, broken, broken);
    var google =
        new WantedUser("user.csv:9", "google-oauth2|1", "google-oauth2", "a@x.org", "A", "");
    CreationReport report = create(ADA, MIKE, user("zoe", "zoe@example.com"), google);

    assertThat(report.stop())
        .isInstanceOf(UnavailableException.class)
        .hasMessage(
            "the identity provider did not do what it was asked in 6 attempts (status 500)");
    assertThat(report.outcomes())
        .containsEntry("auth0|ada", AccountOutcome.EXISTING)
        .containsEntry("auth0|mike", AccountOutcome.FAILED)
        .containsEntry("auth0|zoe", AccountOutcome.FAILED)
        .containsEntry("google-oauth2|1", AccountOutcome.SIGNS_IN_FIRST);
    assertThat(tenant.calls()).doesNotContain("search zoe@example.com");

    CreationReport next = create(ADA, MIKE, user("zoe", "zoe@example.com"), google);
    assertThat(next.count(AccountOutcome.EXISTING)).isEqualTo(1);
    assertThat(next.count(AccountOutcome.CREATED)).isEqualTo(2);
  }

  @Test
  void waitsNoLongerThanItsLimits() {
    tenant.replyToSearch(Reply.busy("retry-after", "301"));
    assertThat(create(ADA).stop()).hasMessageContaining("asks to wait 301 s, more than the 300 s");
    assertThat(pauses).isEmpty();

    tenant.replyToSearch(
        IntStream.range(0, 10)
            .mapToObj(_ -> Reply.busy("retry-after", "250"))
            .toArray(Reply[]::new));
    assertThat(create(ADA).stop()).hasMessageContaining("in vain for 20 minutes in all");
    assertThat(pauses).hasSize(4);
    tenant.recover();

    tenant.replyToSearch(
        IntStream.range(0, 40).mapToObj(_ -> Reply.busy("retry-after", "0")).toArray(Reply[]::new));
    assertThat(create(ADA).stop()).hasMessageContaining("in 30 attempts (status 429)");
  }

  @Test
  void takesNoLongerThanItsLimit() {
    UserCreation creation =
        creation(
            (users, all) -> {
              now = now.plus(Duration.ofMinutes(121));
            });
    CreationReport report = creation.create(List.of(ADA, MIKE), false);

    assertThat(report.stop()).hasMessage("creating users took more than 120 minutes");
    assertThat(report.missing()).containsExactly("auth0|mike");
  }

  @Test
  void saysThatTheConnectionIsWrong() {
    var creation = new UserCreation(accounts, "Wrong", patience(), CreationProgress.NONE);

    assertThat(creation.create(List.of(ADA, MIKE), false).stop())
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("'Wrong'")
        .hasMessageContaining("MANAGEMENT_API_CONNECTION");
    assertThat(tenant.calls()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"403", "401"})
  void saysThatTheClientLacksAScope(int status) {
    tenant.replyToCreation(
        Reply.of(status, "{\"errorCode\":\"insufficient_scope\"}"), Reply.of(status, "{}"));

    assertThat(create(ADA, MIKE).stop())
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("grant read:users and create:users");
    assertThat(pauses).isEmpty();
  }

  @Test
  void saysThatThereIsNoManagementApi() {
    accounts = accounts(Map.of("MANAGEMENT_API_URL", tenant.url() + "realms/x/"));

    // The path has no token endpoint, either.
    assertThat(create(ADA).stop()).isNotNull();
    tenant.replyToSearch(Reply.of(404, ""));
    accounts = accounts(tenant.environment());
    assertThat(create(ADA).stop())
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("there is no Management API at " + tenant.url() + "api/v2/");
  }

  private static WantedUser user(String id, String email) {
    return new WantedUser(
        "user.csv:" + id, "auth0|" + id, "auth0", email, "Somebody", "Secret-of-" + id);
  }

  private CreationReport create(WantedUser... users) {
    return creation().create(List.of(users), false);
  }

  private UserCreation creation() {
    return creation((users, all) -> {});
  }

  private UserCreation creation(java.util.function.BiConsumer<Integer, Integer> done) {
    var progress =
        new CreationProgress() {
          @Override
          public void done(int users, int all) {
            done.accept(users, all);
          }

          @Override
          public void waits(String reason, Duration delay) {}
        };
    return new UserCreation(accounts, Auth0Tenant.CONNECTION, patience(), progress);
  }

  private Patience patience() {
    return new Patience(Patience.Limits.USUAL, () -> now, pauses::add, CreationProgress.NONE);
  }

  private Auth0Accounts accounts(Map<String, String> environment) {
    Map<String, String> all = new java.util.HashMap<>(tenant.environment());
    all.putAll(environment);
    return new Auth0Accounts(Auth0Settings.from(all).orElseThrow(), Json.mapper(), () -> now);
  }
}
