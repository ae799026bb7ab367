package io.flowforge.organization;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.identity.UserStore;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Migrations;
import io.flowforge.postgres.Plans;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.postgres.Tx;
import io.flowforge.testing.TestStores;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How PostgreSQL finds people and organizations among very many. */
class ListPlansTest {

  private static final int ANY = 17;

  private static TestStores stores;
  private static PostgresUri uri;

  @BeforeAll
  static void fill() {
    stores = new TestStores();
    uri = PostgresUri.parse(stores.postgresUri());
    try (Database database = Database.open(uri, 2)) {
      Migrations.run(database);
      database.useTransaction(
          tx -> {
            tx.update(
                """
                INSERT INTO "user"
                SELECT 'u' || i, 'Name ' || i, 'e' || i, 'auth0', now(), FALSE
                FROM generate_series(1, 20000) i
                """);
            tx.update(
                """
                INSERT INTO organization (name, owner, created_on)
                SELECT 'o' || i, 'u' || i, now() FROM generate_series(1, 2000) i
                """);
            tx.update(
                """
                INSERT INTO membership
                SELECT 'u' || i, 1 + (i * 7 + j * 13) % 2000, 'Member', now(), FALSE
                FROM generate_series(1, 20000) i, generate_series(1, 3) j
                """);
            tx.update("ANALYZE");
          });
    }
  }

  @AfterAll
  static void close() {
    stores.close();
  }

  @Test
  void theRoleOfOneUserIsLookedUp() {
    assertThat(planOf(tx -> new MembershipStore().roleOf(tx, "u5", ANY)))
        .contains("Index Scan using membership_pkey")
        .doesNotContain("Seq Scan");
  }

  @Test
  void theMembershipsOfAUserAreLookedUp() {
    assertThat(planOf(tx -> new MembershipStore().ofUser(tx, "u5")))
        .contains("membership_pkey")
        .doesNotContain("Seq Scan");
  }

  @Test
  void theMembersOfAnOrganizationAreLookedUp() {
    assertThat(planOf(tx -> new MembershipStore().membersOf(tx, ANY)))
        .contains("membership_of_organization", "user_pkey")
        .doesNotContain("Seq Scan");
  }

  @Test
  void theOrganizationsOfAUserAreLookedUp() {
    assertThat(planOf(tx -> new OrganizationStore().ofMember(tx, "u5")))
        .contains("membership_pkey", "organization_pkey")
        .doesNotContain("Seq Scan");
  }

  @Test
  void oneUserIsLookedUp() {
    assertThat(planOf(tx -> new UserStore().find(tx, "u5")))
        .contains("Index Scan using user_pkey")
        .doesNotContain("Seq Scan");
  }

  /** Every row of the table is asked for, and read once. */
  @Test
  void allUsersAreReadInOneGo() {
    assertThat(planOf(tx -> new UserStore().all(tx))).containsOnlyOnce("Scan");
  }

  private static String planOf(Consumer<Tx> work) {
    List<String> plans = Plans.of(uri, work);
    assertThat(plans).hasSize(1);
    return plans.getFirst();
  }
}
