package io.flowforge.secret;

import static io.flowforge.testing.World.ADMIN;
import static io.flowforge.testing.World.MEMBER;
import static io.flowforge.testing.World.OWNER;
import static io.flowforge.testing.World.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowforge.Flowforge;
import io.flowforge.error.ConflictException;
import io.flowforge.error.ForbiddenException;
import io.flowforge.error.InvalidException;
import io.flowforge.error.NotFoundException;
import io.flowforge.error.UnavailableException;
import io.flowforge.identity.Caller;
import io.flowforge.pipeline.Pipeline;
import io.flowforge.testing.Race;
import io.flowforge.testing.SealKeys;
import io.flowforge.testing.SecretSteps;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretServiceTest {

  private static final String VALUE = "gh-t0ken-1";
  private static final List<String> HOSTS = List.of("api.github.com");

  private final TestStores stores = new TestStores();
  private final Flowforge flowforge =
      Flowforge.open(stores.settings().withSecretKeys(SealKeys.of("k1")), InstantSource.system());
  private final World world = new World(flowforge);
  private final SecretService secrets = flowforge.secretService();

  @AfterAll
  void close() {
    flowforge.close();
    stores.close();
  }

  @AfterEach
  void forgetSecrets() {
    flowforge.database().useTransaction(tx -> tx.update("DELETE FROM secret"));
  }

  @Test
  void aSecretHasANumberForEachOfItsValues() {
    assertThat(set(ADMIN, "GITHUB", VALUE, HOSTS).version()).isEqualTo(1);
    assertThat(set(OWNER, "GITHUB", VALUE + "2", null).version()).isEqualTo(2);

    SecretEntry listed = list().getFirst();
    assertThat(listed.name()).isEqualTo("GITHUB");
    assertThat(listed.version()).isEqualTo(2);
    assertThat(listed.hosts().entries()).isEqualTo(HOSTS);
    assertThat(listed.updatedBy()).isEqualTo(OWNER.userId());
    assertThat(listed.updatedOn()).isAfterOrEqualTo(listed.createdOn());
    assertThat(listed.usedOn()).isEmpty();
  }

  @Test
  void onlyAdminsKnowWhatSecretsThereAre() {
    for (Caller caller : List.of(MEMBER, STRANGER)) {
      assertThatThrownBy(() -> set(caller, "GITHUB", VALUE, HOSTS))
          .isInstanceOf(ForbiddenException.class);
      assertThatThrownBy(() -> secrets.list(caller, world.orgId()))
          .isInstanceOf(ForbiddenException.class);
      assertThatThrownBy(() -> secrets.delete(caller, world.orgId(), "GITHUB"))
          .isInstanceOf(ForbiddenException.class);
    }
  }

  @Test
  void allProblemsAreNamedAtOnceAndNoneShowsTheValue() {
    InvalidException refusal =
        catchThrowableOfType(
            InvalidException.class,
            () -> set(ADMIN, "no name", "s3cret", List.of("https://a.com", "a.com:0", "*.a.com")));

    assertThat(refusal.details())
        .hasSize(5)
        .noneMatch(detail -> detail.contains("s3cret"))
        .anyMatch(detail -> detail.startsWith("name: "))
        .anyMatch(detail -> detail.startsWith("value: has fewer than 8 characters"))
        .anyMatch(detail -> detail.startsWith("hosts[0]: "))
        .anyMatch(detail -> detail.startsWith("hosts[1]: "))
        .anyMatch(detail -> detail.startsWith("hosts[2]: "));
  }

  @Test
  void aNewSecretNeedsValueAndHosts() {
    InvalidException refusal =
        catchThrowableOfType(InvalidException.class, () -> set(ADMIN, "GITHUB", null, null));

    assertThat(refusal.details())
        .containsExactly(
            "missing required field: 'value'",
            "missing required field: 'hosts'; write the hosts that may receive the secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1a", "a-b", "a.b", "ä", "_a", "a b", "${a}"})
  void otherNamesAreRefused(String name) {
    assertThatThrownBy(() -> set(ADMIN, name, VALUE, HOSTS)).isInstanceOf(InvalidException.class);
  }

  @Test
  void theBoundsOfValuesAreExact() {
    assertThat(set(ADMIN, "A", "ü".repeat(8), HOSTS).version()).isEqualTo(1);
    assertThat(set(ADMIN, "A", "x".repeat(8192), HOSTS).version()).isEqualTo(2);
    for (String value :
        List.of("ü".repeat(7), "x".repeat(8193), " ".repeat(8), "12345678\0", "12345678\ud800")) {
      assertThatThrownBy(() -> set(ADMIN, "A", value, HOSTS)).isInstanceOf(InvalidException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "API.GitHub.com,     api.github.com",
    "api.github.com.,    api.github.com",
    "bücher.example,     xn--bcher-kva.example",
    "a.example:8443,     a.example:8443",
    "127.0.0.1:8080,     127.0.0.1:8080",
    "[::1],              [0:0:0:0:0:0:0:1]",
    "[0:0:0:0:0:0:0:1]:1, [0:0:0:0:0:0:0:1]:1",
  })
  void hostsAreComparedInOneForm(String entry, String stored) {
    assertThat(set(ADMIN, "A", VALUE, List.of(entry)).hosts().entries()).containsExactly(stored);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://a.com",
        "a.com/",
        "u@a.com",
        "*.a.com",
        "a.com:",
        "a.com:99999",
        "a..com",
        "a b",
        "169.254.169.254",
        "127.1",
        "[::1",
        "${host}",
        "a.com,b.com",
        "a.com?x"
      })
  void otherHostsAreRefused(String entry) {
    assertThatThrownBy(() -> set(ADMIN, "A", VALUE, List.of(entry)))
        .isInstanceOf(InvalidException.class)
        .hasMessageStartingWith("hosts[0]: ");
  }

  @Test
  void thereAreAtMostTwentyHosts() {
    List<String> hosts = IntStream.range(0, 21).mapToObj(i -> "h%d.example".formatted(i)).toList();

    assertThat(set(ADMIN, "A", VALUE, hosts.subList(0, 20)).hosts().entries()).hasSize(20);
    assertThatThrownBy(() -> set(ADMIN, "A", VALUE, hosts)).isInstanceOf(InvalidException.class);
    assertThatThrownBy(() -> set(ADMIN, "A", VALUE, List.of()))
        .isInstanceOf(InvalidException.class);
    assertThatThrownBy(() -> set(ADMIN, "A", VALUE, Collections.singletonList(null)))
        .isInstanceOf(InvalidException.class);
  }

  @Test
  void anOrganizationHasAtMostTwoHundredSecretsHoweverManyAreSetAtOnce() throws Exception {
    for (int i = 0; i < SecretRules.MAX_SECRETS - 2; i++) {
      set(ADMIN, "S" + i, VALUE, HOSTS);
    }

    List<Runnable> more = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String name = "T" + i;
      more.add(() -> set(ADMIN, name, VALUE, HOSTS));
    }
    assertThat(Race.of(Set.of(InvalidException.class), more)).filteredOn(won -> won).hasSize(2);

    assertThat(list()).hasSize(SecretRules.MAX_SECRETS);
    assertThat(set(ADMIN, "S0", VALUE, null).version()).isEqualTo(2);
  }

  @Test
  void valuesThatAreSetAtOnceGetDifferentNumbers() throws Exception {
    set(ADMIN, "A", VALUE, HOSTS);

    Race.of(Set.of(), Collections.nCopies(8, () -> set(ADMIN, "A", VALUE, null)));

    assertThat(list().getFirst().version()).isEqualTo(9);
  }

  @Test
  void aSecretThatAPipelineRefersToIsNotDeleted() {
    set(ADMIN, "USED", VALUE, HOSTS);
    set(ADMIN, "UNUSED", VALUE, HOSTS);
    Pipeline pipeline = world.pipeline(SecretSteps.header("https://api.github.com/a", "USED"));

    assertThatThrownBy(() -> secrets.delete(ADMIN, world.orgId(), "USED"))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "the secret 'USED' is used by the pipeline 'p' (%s); remove it there first"
                .formatted(pipeline.id()));

    secrets.delete(ADMIN, world.orgId(), "UNUSED");
    assertThat(list()).extracting(SecretEntry::name).containsExactly("USED");
    assertThatThrownBy(() -> secrets.delete(ADMIN, world.orgId(), "UNUSED"))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void aSecretIsNotDeletedWhileAPipelineIsCreatedThatNeedsIt() throws Exception {
    for (int i = 0; i < 20; i++) {
      String name = "R" + i;
      set(ADMIN, name, VALUE, HOSTS);
      List<Boolean> won =
          Race.of(
              Set.of(ConflictException.class, InvalidException.class),
              List.of(
                  () -> secrets.delete(ADMIN, world.orgId(), name),
                  () -> world.pipeline(SecretSteps.header("https://api.github.com/a", name))));
      assertThat(won).as(name).containsOnlyOnce(true);
    }
  }

  @Test
  void secretsEndWithTheirOrganization() {
    set(ADMIN, "A", VALUE, HOSTS);
    flowforge
        .database()
        .useTransaction(
            tx -> {
              tx.update("UPDATE organization SET deleted = TRUE WHERE org_id = ?", world.orgId());
              assertThat(tx.list("SELECT name FROM secret", row -> row.text("name"))).isEmpty();
              tx.update("UPDATE organization SET deleted = FALSE WHERE org_id = ?", world.orgId());
            });
  }

  @Test
  void withoutKeysSecretsCanBeListedAndDeletedButNotSet() {
    set(ADMIN, "A", VALUE, HOSTS);
    try (Flowforge without = Flowforge.open(stores.settings(), InstantSource.system())) {
      assertThatThrownBy(
              () ->
                  without
                      .secretService()
                      .set(ADMIN, world.orgId(), new NewSecret("B", VALUE, HOSTS)))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("FLOWFORGE_SECRET_KEYS");
      assertThat(without.secretService().list(ADMIN, world.orgId())).hasSize(1);
      without.secretService().delete(ADMIN, world.orgId(), "A");
    }
    assertThat(list()).isEmpty();
  }

  private SecretEntry set(
      Caller caller, String name, @Nullable String value, @Nullable List<String> hosts) {
    return secrets.set(caller, world.orgId(), new NewSecret(name, value, hosts));
  }

  private List<SecretEntry> list() {
    return secrets.list(ADMIN, world.orgId());
  }
}
