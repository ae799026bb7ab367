package io.flowforge.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.cli.RunResult;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.seed.part.StoredParts;
import io.flowforge.testing.Auth0Tenant;
import io.flowforge.testing.Auth0Tenant.Reply;
import io.flowforge.testing.RecordedLog;
import io.flowforge.testing.TestStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Creating users at an identity provider that is slow, busy, broken, or left in the middle. */
class SeedCreateUsersTest {

  private static final Path PROJECT = Path.of("..");

  private static TestStores stores;
  private static Database database;

  private final Auth0Tenant tenant = new Auth0Tenant();
  private final Map<String, String> environment = new HashMap<>();
  private Path data;

  @BeforeAll
  static void open() {
    stores = new TestStores();
    database = Database.open(PostgresUri.parse(stores.postgresUri()), 4);
  }

  @AfterAll
  static void closeStores() {
    database.close();
    stores.close();
  }

  @BeforeEach
  void write(@TempDir Path folder) throws IOException {
    data = folder;
    environment.putAll(stores.environment());
    environment.putAll(tenant.environment());
    Files.writeString(
        folder.resolve("user.csv"),
        """
        user_id;email;name;idp;password
        olga;olga@example.com;Olga;auth0;Secret-of-olga
        ada;Ada@example.com;Ada;auth0;Secret-of-ada
        mike;mike@example.com;Mike;auth0;Secret-of-mike
        108012345678901234567;gina@example.com;Gina;google-oauth2;
        ci-job;;CI job;machine;
        """);
    Files.writeString(
        folder.resolve("org.csv"), "name,owner\nAcme,olga@example.com\nBeta,mike@example.com\n");
    Files.writeString(
        folder.resolve("membership.csv"),
        """
        user,org,role
        ada@example.com,Acme,Admin
        mike@example.com,Acme,Member
        ada@example.com,Beta,Member
        ci-job@clients,Acme,Member
        """);
  }

  @AfterEach
  void empty() {
    tenant.close();
    if (hasTables()) {
      database.inTransaction(tx -> tx.update("TRUNCATE \"user\" CASCADE"));
    }
  }

  private RunResult seed(String... more) {
    return RunResult.of(environment, PROJECT, arguments(more));
  }

  private String[] arguments(String... more) {
    return Stream.concat(Stream.of("seed", "--dir", data.toString()), Stream.of(more))
        .toArray(String[]::new);
  }

  @Test
  void createsUsersAndThenWritesTheStores() {
    tenant.has("auth0|mike", "mike@example.com");
    tenant.replyToSearch(Reply.busy("retry-after", "1"));
    tenant.replyToCreation(Reply.of(503, ""), Reply.busy("x-ratelimit-reset", "1"));
    RunResult result = seed("--create-users");

    assertThat(result)
        .isEqualTo(
            new RunResult(
                ExitCode.OK,
                """
                at the identity provider: 2 created, 1 existing, 0 failed, 1 sign in first
                                 created  updated  unchanged
                users                  5        0          0
                organizations          2        0          0
                memberships            6        0          0
                pipelines              0        0          0
                requests               0        0          0
                """,
                "user.csv:5: 'gina@example.com' signs in first: users of google-oauth2 cannot be"
                    + " created\n"));
    assertThat(tenant.userIds()).containsExactly("auth0|mike", "auth0|olga", "auth0|ada");
    assertThat(users())
        .containsExactly(
            "auth0|ada",
            "auth0|mike",
            "auth0|olga",
            "ci-job@clients",
            "google-oauth2|108012345678901234567");
    assertThat(seed("--create-users").out())
        .contains("0 created, 3 existing, 0 failed, 1 sign in first")
        .contains("users                  0        0          5\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "TRUE", "1"})
  void theEnvironmentDoesTheSame(String value) {
    environment.put("create_users", value);
    assertThat(seed().out()).startsWith("at the identity provider: 3 created, 0 existing");
    assertThat(tenant.userIds()).hasSize(3);
    assertThat(seed("--orgs").exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  void anotherValueIsRefused() {
    environment.put("create_users", "maybe");
    assertThat(seed())
        .isEqualTo(
            new RunResult(
                ExitCode.INVALID,
                "",
                """
                flowforge: a setting is missing or invalid: create_users
                  create_users must be true or false, but it is 'maybe'
                """));
  }

  @Test
  void namesAllMissingSettingsAtOnce() {
    environment.keySet().removeAll(tenant.environment().keySet());
    environment.remove("MONGO_URI");
    assertThat(seed("--create-users"))
        .isEqualTo(
            new RunResult(
                ExitCode.INVALID,
                "",
                """
                flowforge: 4 settings are missing or invalid: MONGO_URI, MANAGEMENT_API_CLIENT, MANAGEMENT_API_SECRET, MANAGEMENT_API_URL
                  MONGO_URI is not set; write the address of MongoDB, such as mongodb://user:password@host:27017
                  MANAGEMENT_API_CLIENT is not set; write the id of a client that may read:users and create:users in Auth0's Management API
                  MANAGEMENT_API_SECRET is not set; write the secret of that client
                  MANAGEMENT_API_URL is not set; write the URL of the tenant, such as https://example.eu.auth0.com/, or set AUTH0_DOMAIN
                """));
    assertThat(tenant.calls()).isEmpty();
  }

  @Test
  void whoseAccountIsAnothersIsNotStoredNorWhatDependsOnIt() {
    tenant.has("auth0|other", "mike@example.com");
    RunResult result = seed("--create-users");

    assertThat(result.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(result.out())
        .startsWith("at the identity provider: 2 created, 0 existing, 1 failed, 1 sign in first\n")
        .contains("users                  4        0          0\n")
        .contains("organizations          1        0          0\n")
        .contains("memberships            3        0          0\n");
    assertThat(result.err())
        .isEqualTo(
            """
            user.csv:5: 'gina@example.com' signs in first: users of google-oauth2 cannot be created
            not written, because their users could not be created: 1 organization, 3 memberships
            flowforge: a user could not be created; correct the row and run the command again
              user.csv:4: the identity provider has user 'auth0|other' with e-mail 'mike@example.com'; write user_id 'other', or delete that user there
            """);
    assertThat(users()).doesNotContain("auth0|mike");
  }

  @Test
  void aProblemOfTheStoresCreatesNobody() throws IOException {
    assertThat(seed().exitCode()).isEqualTo(ExitCode.OK);
    Files.writeString(
        data.resolve("user.csv"), "user_id;email;name;idp\nnew;ada@example.com;Ada;auth0\n");
    Files.delete(data.resolve("org.csv"));
    Files.delete(data.resolve("membership.csv"));
    RunResult result = seed("--create-users");

    assertThat(result.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(result.err()).contains("belongs to user 'auth0|ada' in the database");
    assertThat(tenant.calls()).isEmpty();
  }

  @Test
  void aProviderThatFailsMidwayIsContinuedByTheNextRun() {
    Reply broken = Reply.of(403, "{\"errorCode\":\"insufficient_scope\"}");
    tenant.replyToSearch(Reply.of(200, "[]"), broken);
    RunResult result = seed("--create-users");

    assertThat(result.exitCode()).isEqualTo(ExitCode.FORBIDDEN);
    assertThat(result.out())
        .startsWith("at the identity provider: 1 created, 0 existing, 2 failed");
    assertThat(result.err())
        .contains("run the command again to go on where it stopped")
        .contains("grant read:users and create:users");
    assertThat(users())
        .containsExactly("auth0|olga", "ci-job@clients", "google-oauth2|108012345678901234567");

    RunResult next = seed("--create-users");
    assertThat(next.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(next.out()).startsWith("at the identity provider: 2 created, 1 existing, 0 failed");
    assertThat(users()).hasSize(5);
  }

  @Test
  void aRunThatIsKilledMidwayIsContinuedByTheNext() throws Exception {
    tenant.holdCreation(2);
    try (CommandProcess process =
        CommandProcess.begin(environment, PROJECT, arguments("--create-users"))) {
      tenant.awaitHeld();
      process.kill();
    }
    assertThat(tenant.userIds()).hasSize(3);
    assertThat(users()).as("nothing is written before all accounts exist").isEmpty();

    RunResult next = seed("--create-users");
    assertThat(next.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(next.out())
        .startsWith("at the identity provider: 0 created, 3 existing, 0 failed, 1 sign in first\n")
        .contains("users                  5        0          0\n");
    assertThat(users()).hasSize(5);
  }

  @Test
  void aSlowProviderIsWaitedFor() throws Exception {
    tenant.holdCreation(1);
    CompletableFuture<RunResult> run =
        CompletableFuture.supplyAsync(() -> seed("--create-users"), Thread::startVirtualThread);
    tenant.awaitHeld();
    assertThat(users()).isEmpty();
    tenant.letGo();
    assertThat(run.join().exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.join().out())
        .contains("at the identity provider: 3 created, 0 existing, 0 failed, 1 sign in first");
    assertThat(users()).hasSize(5);
  }

  @Test
  void aDryRunTouchesNothing() {
    RunResult result = seed("--create-users", "--dry-run");

    assertThat(result.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(result.out())
        .startsWith("at the identity provider: 3 created, 0 existing, 0 failed, 1 sign in first\n")
        .contains("users                  5        0          0\n");
    assertThat(result.err()).endsWith("This was a dry run: nothing was written.\n");
    assertThat(tenant.userIds()).isEmpty();
    assertThat(users()).isEmpty();
  }

  @Test
  void noSecretIsShown() {
    tenant.replyToCreation(
        Reply.of(400, "{\"message\":\"Secret-of-olga is in a dictionary\"}"),
        Reply.of(500, "Secret-of-ada"));
    try (RecordedLog log = RecordedLog.ofEverything()) {
      RunResult result = seed("--create-users");
      assertThat(result.exitCode()).isEqualTo(ExitCode.INVALID);
      assertThat(result.err())
          .contains("user.csv:2: the identity provider refuses the user (status 400)");
      assertThat(log.lines()).isNotEmpty();
      assertThat(result.out() + result.err() + log.lines())
          .doesNotContain("Secret-of", "client-secret", "a-secret-token");
    }
  }

  @Test
  void aPartWithoutUsersCreatesNone() {
    RunResult result = seed("--create-users", "--orgs");
    assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err())
        .startsWith("flowforge: --create-users reads user.csv; add --users to the chosen parts\n");
  }

  @Test
  void aMendedValueIsSaid() throws IOException {
    Files.writeString(
        data.resolve("user.csv"),
        "user_id;email;name;idp\nauth0|olga;mailto:olga@example.com;Olga;auth0\n");
    Files.delete(data.resolve("org.csv"));
    Files.delete(data.resolve("membership.csv"));
    assertThat(seed().err())
        .isEqualTo(
            """
            mended: user.csv:2: column 'email': 'mailto:' was left out
            mended: user.csv:2: user_id 'auth0|olga' was read as 'olga', without the provider's prefix
            """);
    assertThat(users()).containsExactly("auth0|olga");
  }

  private static List<String> users() {
    if (!hasTables()) {
      return List.of();
    }
    return database.inTransaction(
        tx -> tx.list("SELECT user_id FROM \"user\" ORDER BY user_id", row -> row.text("user_id")));
  }

  private static boolean hasTables() {
    return database.inTransaction(StoredParts::hasTables);
  }
}
