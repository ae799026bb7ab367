package io.flowforge.organization;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.identity.UserStore;
import io.flowforge.postgres.Plans;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How PostgreSQL finds people and organizations among very many. */
class ListPlansTest {

  private static final int ANY = 17;

  private static Plans plans;

  @BeforeAll
  static void fill() {
    plans =
        Plans.among(
            """
            INSERT INTO "user"
            SELECT 'u' || i, 'Name ' || i, 'e' || i, 'auth0', now(), FALSE
            FROM generate_series(1, 20000) i
            """,
            """
            INSERT INTO organization (name, owner, created_on)
            SELECT 'o' || i, 'u' || i, now() FROM generate_series(1, 2000) i
            """,
            """
            INSERT INTO membership
            SELECT 'u' || i, 1 + (i * 7 + j * 13) % 2000, 'Member', now(), FALSE
            FROM generate_series(1, 20000) i, generate_series(1, 3) j
            """);
  }

  @AfterAll
  static void close() {
    plans.close();
  }

  @Test
  void theRoleOfOneUserIsLookedUp() {
    assertThat(plans.of(tx -> new MembershipStore().roleOf(tx, "u5", ANY)))
        .contains("Index Scan using membership_pkey")
        .doesNotContain("Seq Scan");
  }

  @Test
  void theMembershipsOfAUserAreLookedUp() {
    assertThat(plans.of(tx -> new MembershipStore().ofUser(tx, "u5")))
        .contains("membership_pkey")
        .doesNotContain("Seq Scan");
  }

  @Test
  void theMembersOfAnOrganizationAreLookedUp() {
    assertThat(plans.of(tx -> new MembershipStore().membersOf(tx, ANY, null, 500)))
        .contains("membership_of_organization", "user_pkey")
        .doesNotContain("Seq Scan");
  }

  @Test
  void theOrganizationsOfAUserAreLookedUp() {
    assertThat(plans.of(tx -> new OrganizationStore().ofMember(tx, "u5")))
        .contains("membership_pkey", "organization_pkey")
        .doesNotContain("Seq Scan");
  }

  @Test
  void oneUserIsLookedUp() {
    assertThat(plans.of(tx -> new UserStore().find(tx, "u5")))
        .contains("Index Scan using user_pkey")
        .doesNotContain("Seq Scan");
  }

  /** Every row of the table is asked for, and read once. */
  @Test
  void allUsersAreReadInOneGo() {
    assertThat(plans.of(tx -> new UserStore().after(tx, null, 500))).containsOnlyOnce("Scan");
  }
}
