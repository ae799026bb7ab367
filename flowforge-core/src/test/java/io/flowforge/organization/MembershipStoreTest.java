package io.flowforge.organization;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowforge.identity.User;
import io.flowforge.identity.UserStore;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Migrations;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.testing.TestStores;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MembershipStoreTest {

  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

  private static TestStores stores;
  private static Database database;

  private final UserStore users = new UserStore();
  private final OrganizationStore organizations = new OrganizationStore();
  private final MembershipStore memberships = new MembershipStore();
  private int acme;
  private int other;

  @BeforeAll
  static void open() {
    stores = new TestStores();
    database = Database.open(PostgresUri.parse(stores.postgresUri()), 4);
    Migrations.run(database);
  }

  @AfterAll
  static void close() {
    database.close();
    stores.close();
  }

  @BeforeEach
  void fill() {
    database.useTransaction(
        tx -> {
          users.save(tx, new User("u|1", "u@x", "U", "auth0", NOW, false));
          users.save(tx, new User("u|2", "v@x", "V", "auth0", NOW, false));
          acme = organizations.add(tx, "Acme", "u|1", NOW).orgId();
          other = organizations.add(tx, "Other", "u|2", NOW).orgId();
        });
  }

  @Test
  void rowsOfOldDeploymentsMayNotSayWhetherTheyAreDeleted() {
    save("u|1", acme, Role.ADMIN, false);
    database.useTransaction(
        tx -> {
          for (String table : List.of("membership", "organization", "\"user\"")) {
            tx.update("ALTER TABLE " + table + " ALTER COLUMN deleted DROP NOT NULL");
            tx.update("UPDATE " + table + " SET deleted = NULL");
          }
        });
    Optional<Role> role = database.inTransaction(tx -> memberships.roleOf(tx, "u|1", acme));
    Optional<User> user = database.inTransaction(tx -> users.find(tx, "u|1"));
    List<Organization> named = database.inTransaction(tx -> organizations.named(tx, "Acme"));
    assertThat(role).contains(Role.ADMIN);
    assertThat(user).isPresent();
    assertThat(named).isNotEmpty();
  }

  @Test
  void aRoleIsOneOfOneUserInOneOrganization() {
    save("u|1", acme, Role.ADMIN, false);
    save("u|1", other, Role.MEMBER, false);
    save("u|2", acme, Role.OWNER, false);

    assertThat(roleOf("u|1", acme)).contains(Role.ADMIN);
    assertThat(roleOf("u|1", other)).contains(Role.MEMBER);
    assertThat(roleOf("u|2", acme)).contains(Role.OWNER);
    assertThat(roleOf("u|2", other)).isEmpty();
    assertThat(roleOf("nobody", acme)).isEmpty();
    assertThat(roleOf("u|1", -1)).isEmpty();
  }

  @Test
  void aFormerMemberHasNoRoleUntilTheMembershipIsRenewed() {
    save("u|1", acme, Role.ADMIN, true);
    assertThat(roleOf("u|1", acme)).isEmpty();

    save("u|1", acme, Role.MEMBER, false);
    assertThat(roleOf("u|1", acme)).contains(Role.MEMBER);
  }

  @Test
  void nobodyHasARoleInADeletedOrganization() {
    save("u|1", acme, Role.OWNER, false);
    database.useTransaction(
        tx -> tx.update("UPDATE organization SET deleted = TRUE WHERE org_id = ?", acme));

    assertThat(roleOf("u|1", acme)).isEmpty();
  }

  @Test
  void aDeletedUserHasNoRole() {
    save("u|1", acme, Role.OWNER, false);
    database.useTransaction(tx -> users.save(tx, new User("u|1", "u@x", "U", "auth0", NOW, true)));

    assertThat(roleOf("u|1", acme)).isEmpty();
    assertThat(user("u|1")).isEmpty();
  }

  @Test
  void savingAUserAgainBringsEverythingButTheBeginningUpToDate() {
    Instant later = NOW.plusSeconds(60);
    database.useTransaction(
        tx -> users.save(tx, new User("u|1", "new@x", "New", "github", later, false)));

    assertThat(user("u|1")).contains(new User("u|1", "new@x", "New", "github", NOW, false));
  }

  @Test
  void organizationsAreFoundByNameOldestFirst() {
    Organization second = database.inTransaction(tx -> organizations.add(tx, "Acme", "u|2", NOW));

    List<Organization> found = database.inTransaction(tx -> organizations.named(tx, "Acme"));
    assertThat(found).contains(second).isSortedAccordingTo((a, b) -> a.orgId() - b.orgId());
    assertThat(found).extracting(Organization::orgId).contains(acme).doesNotContain(other);
    assertThat(second).isEqualTo(new Organization(second.orgId(), "Acme", "u|2", NOW, false));
  }

  private void save(String userId, int orgId, Role role, boolean isDeleted) {
    database.useTransaction(
        tx -> memberships.save(tx, new Membership(userId, orgId, role, NOW, isDeleted)));
  }

  private Optional<User> user(String userId) {
    return database.inTransaction(tx -> users.find(tx, userId));
  }

  private Optional<Role> roleOf(String userId, int orgId) {
    return database.inTransaction(tx -> memberships.roleOf(tx, userId, orgId));
  }
}
