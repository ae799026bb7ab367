package io.flowforge.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowforge.error.ForbiddenException;
import io.flowforge.error.NotFoundException;
import io.flowforge.json.Json;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Migrations;
import io.flowforge.postgres.PostgresUri;
import io.flowforge.testing.FakeAuth0;
import io.flowforge.testing.TestStores;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A person becoming a user: once, and never again after having been deleted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignUpTest {

  private static final Instant NOW = Instant.parse("2026-01-31T08:00:00.123Z");

  private final TestStores stores = new TestStores();
  private final Database database = Database.open(PostgresUri.parse(stores.postgresUri()), 4);
  private final FakeAuth0 provider = new FakeAuth0();
  private final Auth0Management management =
      new Auth0Management(provider.settings(), Json.mapper(), () -> NOW);
  private final UserStore users = new UserStore();
  private final UserService service = new UserService(database, users, () -> NOW);

  @BeforeAll
  void migrate() {
    Migrations.run(database);
  }

  @AfterAll
  void close() {
    management.close();
    provider.close();
    database.close();
    stores.close();
  }

  @Test
  void takesEmailAndProviderFromTheProvidersRecord() {
    provider.know("auth0|ann", "ann@example.com", "github");

    User ann = signUp(new Caller.Person("auth0|ann"), "Ann");

    assertThat(ann)
        .isEqualTo(new User("auth0|ann", "ann@example.com", "Ann", "github", NOW, false))
        .isEqualTo(service.get("auth0|ann"));
  }

  @Test
  void aSecondTimeChangesNothing() {
    provider.know("auth0|bob", "bob@example.com", "auth0");
    var bob = new Caller.Person("auth0|bob");
    User first = signUp(bob, "Bob");

    assertThat(signUp(bob, "Robert")).isEqualTo(first);
  }

  @Test
  void aDeletedUserStaysDeleted() {
    provider.know("auth0|eve", "eve@example.com", "auth0");
    var eve = new Caller.Person("auth0|eve");
    User user = signUp(eve, "Eve");
    var deleted =
        new User(user.userId(), user.email(), user.name(), user.identityProvider(), NOW, true);
    database.useTransaction(tx -> users.save(tx, deleted));

    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> signUp(eve, "Eve"))
        .withMessage("user auth0|eve has been deleted; ask the operator of this server");
    assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> service.login(eve));
    assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> service.get("auth0|eve"));
    assertThat(service.list()).extracting(User::userId).doesNotContain("auth0|eve");
  }

  /** An e-mail address identifies nobody. */
  @Test
  void somebodyWithTheAddressOfAnotherUserIsAnotherUser() {
    provider.know("auth0|zoe", "zoe@example.com", "auth0");
    User zoe = signUp(new Caller.Person("auth0|zoe"), "Zoe");
    provider.know("evil|1", "ZOE@example.com", "evil");

    User other = signUp(new Caller.Person("evil|1"), "Zoe");

    assertThat(other.userId()).isEqualTo("evil|1");
    assertThat(service.get("auth0|zoe")).isEqualTo(zoe);
    assertThat(service.login(new Caller.Person("evil|1"))).isEqualTo(other);
  }

  private User signUp(Caller.Person person, String name) {
    return service.signUp(
        person,
        () -> {
          ProviderUser found = management.user(person.userId());
          return new NewUser(
              person.userId(),
              DisplayName.of("name", name),
              found.email(),
              found.identityProvider());
        });
  }

  @Test
  void aPersonWhomTheProviderDoesNotKnowDoesNotBecomeAUser() {
    var nobody = new Caller.Person("auth0|nobody");

    assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> signUp(nobody, "Nobody"));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> service.get("auth0|nobody"));
  }
}
