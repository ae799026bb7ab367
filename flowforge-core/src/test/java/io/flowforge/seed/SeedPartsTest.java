package io.flowforge.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowforge.Flowforge;
import io.flowforge.error.InvalidException;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.seed.change.SeedCount;
import io.flowforge.seed.part.SeedOptions;
import io.flowforge.seed.part.SeedPart;
import io.flowforge.seed.user.IdentityProviders;
import io.flowforge.testing.TestStores;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that load only some parts, or nothing. */
class SeedPartsTest {

  private static final SeedCount NONE = SeedCount.NONE;

  private SeedStores stores;
  private SeedFiles files;

  @BeforeEach
  void open(@TempDir Path directory) {
    stores = new SeedStores();
    files = SeedFiles.valid(directory);
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void eachPartIsLoadedOnTopOfThoseInTheStores() {
    assertThat(seed(SeedPart.USERS)).isEqualTo(report(3, 0, 0, 0, 0));
    files.without("user.csv");
    assertThat(seed(SeedPart.ORGANIZATIONS))
        .as("with the membership of the owner")
        .isEqualTo(report(0, 1, 1, 0, 0));
    files.without("org.csv");
    assertThat(seed(SeedPart.MEMBERSHIPS)).isEqualTo(report(0, 0, 2, 0, 0));
    files.without("membership.csv");
    assertThat(seed(SeedPart.PIPELINES)).isEqualTo(report(0, 0, 0, 1, 0));
    files.without("pipelines/greet.json");
    assertThat(seed(SeedPart.REQUESTS)).isEqualTo(report(0, 0, 0, 0, 1));
    assertThat(seed(SeedPart.REQUESTS).requests()).isEqualTo(new SeedCount(0, 0, 1));
  }

  @Test
  void filesOfOtherPartsAreNotRead() {
    files.with("org.csv", "nonsense").with("pipelines/greet.json", "{");
    assertThat(seed(SeedPart.USERS)).isEqualTo(report(3, 0, 0, 0, 0));
  }

  @Test
  void whatIsNotInTheStoresIsAProblem() {
    assertThat(problems(SeedPart.ORGANIZATIONS, SeedPart.MEMBERSHIPS))
        .containsExactly(
            "org.csv:2: owner 'olga@example.com' is not in the database; add the user there, or"
                + " correct the e-mail",
            "membership.csv:2: user 'ada@example.com' is not in the database; add the user there,"
                + " or correct the e-mail",
            "membership.csv:3: user 'mike@example.com' is not in the database; add the user there,"
                + " or correct the e-mail");
    seed(SeedPart.USERS);
    assertThat(problems(SeedPart.REQUESTS))
        .containsExactly(
            "requests/first.json: organization 'Acme' is not in the database; add it there, or"
                + " correct the name");
    seed(SeedPart.ORGANIZATIONS);
    assertThat(problems(SeedPart.REQUESTS))
        .containsExactly(
            "requests/first.json: requester 'mike@example.com' is not a member of 'Acme'; add the"
                + " membership to membership.csv",
            "requests/first.json: 'Acme' has no pipeline 'Greet'; add it to the database, or"
                + " correct the name");
  }

  /** Otherwise somebody who has taken another's address could get the other's membership. */
  @Test
  void anAddressThatSeveralUsersHaveMeansNone() {
    seed(SeedPart.USERS);
    seed(SeedPart.ORGANIZATIONS);
    stores.update(
        """
        INSERT INTO "user" (user_id, name, email, identity_provider, created_on)
        VALUES ('aaa|impostor', 'Mike', 'Mike@example.com', 'aaa', now())
        """);

    assertThat(problems(SeedPart.MEMBERSHIPS))
        .containsExactly(
            "membership.csv:3: user 'mike@example.com' belongs to several users in the database; add"
                + " the one who is meant to user.csv");
  }

  @Test
  void aDryRunSaysWhatARunWouldDo() {
    assertThat(dryRun()).isEqualTo(report(3, 1, 3, 1, 1));
    assertThat(stores.everything()).isEmpty();
    stores.seeder().seed(files.directory());
    List<String> before = stores.everything();
    files.with(
        "user.csv", SeedFiles.USERS.replace("Mike", "Michael") + "eve,eve@x.org,Eve,auth0,\n");
    files.with("membership.csv", SeedFiles.MEMBERSHIPS.replace("Admin", "Member"));
    files.with("pipelines/greet.json", SeedFiles.PIPELINE.replace("\"Who\"", "\"Whom\""));

    SeedReport foreseen = dryRun();
    assertThat(stores.everything()).isEqualTo(before);
    assertThat(foreseen.newVersions())
        .containsExactly("pipelines/greet.json: pipeline 'Greet' would get version 2");
    SeedReport done = stores.seeder().seed(files.directory());
    assertThat(done.newVersions())
        .singleElement()
        .asString()
        .startsWith("pipelines/greet.json: pipeline 'Greet' has version 2 now, ");
    assertThat(List.of(foreseen, done))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("newVersions")
        .containsOnly(
            new SeedReport(
                new SeedCount(1, 1, 2),
                new SeedCount(0, 0, 1),
                new SeedCount(0, 1, 2),
                new SeedCount(0, 1, 0),
                new SeedCount(0, 0, 1)));
  }

  @Test
  void aDryRunFindsTheProblemsOfTheStores() {
    stores.update(
        """
        INSERT INTO "user" (user_id, name, email, identity_provider, created_on)
        VALUES ('auth0|other', 'Mike', 'mike@example.com', 'auth0', now())
        """);
    InvalidException refusal = catchThrowableOfType(InvalidException.class, this::dryRun);
    assertThat(refusal.details()).singleElement().asString().contains("belongs to user");
  }

  @Test
  void aDryRunCreatesNoTables() {
    try (var empty = new TestStores();
        Flowforge flowforge = Flowforge.openAsIs(empty.settings(), InstantSource.system())) {
      assertThat(flowforge.seeder().seed(files.directory(), dry(EnumSet.allOf(SeedPart.class))))
          .isEqualTo(report(3, 1, 3, 1, 1));
      try (Database database = Database.open(PostgresUri.parse(empty.postgresUri()), 4)) {
        assertThat(
                database.<List<String>>inTransaction(
                    tx ->
                        tx.list(
                            "SELECT relname::text AS value FROM pg_class JOIN pg_namespace n"
                                + " ON n.oid = relnamespace WHERE nspname = 'public'",
                            row -> row.text("value"))))
            .isEmpty();
      }
    }
  }

  @Test
  void aMachineIsAMember() {
    files.with("user.csv", SeedFiles.USERS + "ci-job,,CI job,machine,\n");
    files.with("membership.csv", SeedFiles.MEMBERSHIPS + "ci-job@clients,Acme,Member\n");
    files.with(
        "requests/first.json", SeedFiles.REQUEST.replace("mike@example.com", "ci-job@clients"));
    stores.seeder().seed(files.directory());

    assertThat(
            stores.values(
                "SELECT user_id || ' <' || email || '> ' || name || ' ' || identity_provider AS"
                    + " value FROM \"user\" WHERE user_id LIKE '%@clients'"))
        .containsExactly("ci-job@clients <> CI job machine");
    assertThat(stores.values("SELECT role AS value FROM membership WHERE user_id LIKE 'ci%'"))
        .containsExactly("Member");
    assertThat(stores.requestDocuments().getFirst()).containsEntry("user_id", "ci-job@clients");
    files.without("user.csv");
    assertThat(seed(SeedPart.MEMBERSHIPS).memberships()).isEqualTo(new SeedCount(0, 0, 3));
  }

  private SeedReport seed(SeedPart... parts) {
    return stores.seeder().seed(files.directory(), options(EnumSet.copyOf(List.of(parts)), false));
  }

  private SeedReport dryRun() {
    return stores.seeder().seed(files.directory(), dry(EnumSet.allOf(SeedPart.class)));
  }

  private List<String> problems(SeedPart... parts) {
    return catchThrowableOfType(InvalidException.class, () -> seed(parts)).details();
  }

  private static SeedOptions dry(Set<SeedPart> parts) {
    return options(parts, true);
  }

  private static SeedOptions options(Set<SeedPart> parts, boolean isDryRun) {
    return new SeedOptions(parts, IdentityProviders.ofAuth0(), null, isDryRun);
  }

  private static SeedReport report(
      int users, int organizations, int memberships, int pipelines, int requests) {
    return new SeedReport(
        created(users),
        created(organizations),
        created(memberships),
        created(pipelines),
        created(requests));
  }

  private static SeedCount created(int count) {
    return count == 0 ? NONE : new SeedCount(count, 0, 0);
  }
}
