package io.flowforge.secret;

import static io.flowforge.testing.Eventually.eventually;
import static io.flowforge.testing.World.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowforge.Flowforge;
import io.flowforge.error.ConflictException;
import io.flowforge.error.InvalidException;
import io.flowforge.postgres.Tx;
import io.flowforge.secret.reference.SecretValue;
import io.flowforge.secret.reference.StepSecrets;
import io.flowforge.secret.seal.SecretKeys;
import io.flowforge.testing.Race;
import io.flowforge.testing.RecordedLog;
import io.flowforge.testing.SealKeys;
import io.flowforge.testing.TestStores;
import io.flowforge.testing.World;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers with other keys, and the rotation of keys. */
class SecretKeysTest {

  private static final int MANY = 150;

  private final TestStores stores = new TestStores();

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void aServerWithOtherKeysDoesNotStart() {
    open("k1").close();

    assertThatThrownBy(() -> open("k2"))
        .isInstanceOf(InvalidException.class)
        .hasMessage(
            "FLOWFORGE_SECRET_KEYS does not fit this database: its canary of the key 'k1' is sealed"
                + " with the key 'k1', and this server has only 'k2'; add 'k1' to"
                + " FLOWFORGE_SECRET_KEYS");
    assertThatThrownBy(() -> openWith("k1:" + SealKeys.base64("k2")))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("the key of that id is another one");
    open("k2", "k1").close();
    open("k1", "k2").close();
  }

  @Test
  void aServerWithoutKeysStartsAndSaysSo() {
    try (var log = new RecordedLog("io.flowforge");
        Flowforge without = Flowforge.open(stores.settings(), InstantSource.system())) {
      without.startWorkers();
      without.ping();
      assertThat(log.linesOf("secrets_off")).singleElement().asString().contains("INFO");
    }
    open("k1").close();
    try (var log = new RecordedLog("io.flowforge");
        Flowforge without = Flowforge.open(stores.settings(), InstantSource.system())) {
      without.startWorkers();
      assertThat(log.linesOf("secrets_off"))
          .singleElement()
          .asString()
          .contains("WARN", "keys_in_use=k1");
    }
  }

  @Test
  void afterARotationTheOldKeyIsNeededNoLonger() {
    int orgId;
    try (Flowforge old = open("k1")) {
      orgId = new World(old).orgId();
      setMany(old, orgId);
    }
    try (Flowforge both = open("k2", "k1")) {
      assertThatThrownBy(() -> open("k2")).isInstanceOf(InvalidException.class);
      both.secretService().set(ADMIN, orgId, new NewSecret("S1", "another value", null));

      SecretRewrap.RewrapReport report = both.secretRewrap().run();

      assertThat(report)
          .isEqualTo(
              new SecretRewrap.RewrapReport("k2", MANY - 1, List.of(), List.of("k1"), List.of()));
      assertThat(both.secretRewrap().run().rewrapped()).isZero();
    }
    try (Flowforge current = open("k2")) {
      assertThat(value(current, orgId, "S0")).isEqualTo("value of S0");
      assertThat(value(current, orgId, "S1")).isEqualTo("another value");
    }
    assertThatThrownBy(() -> open("k1")).isInstanceOf(InvalidException.class);
  }

  /** Two of them at once, and people who set values meanwhile. */
  @Test
  void rewrappingDisturbsNobody() throws Exception {
    try (Flowforge old = open("k1");
        Flowforge both = open("k2", "k1")) {
      int orgId = new World(old).orgId();
      setMany(old, orgId);

      Race.of(
          Set.of(),
          List.of(
              () -> both.secretRewrap().run(),
              () -> both.secretRewrap().run(),
              () -> setMany(both, orgId),
              () -> setMany(both, orgId)));

      both.secretRewrap().run();
      for (int i = 0; i < MANY; i++) {
        assertThat(value(both, orgId, "S" + i)).isEqualTo("value of S" + i);
      }
    }
  }

  @Test
  void aKeyIsNotForgottenWhileAValueIsSetWithIt() throws Exception {
    try (Flowforge old = open("k1");
        Flowforge both = open("k2", "k1");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int orgId = new World(old).orgId();
      var secret = new NewSecret("A", "12345678", List.of("a.example"));
      List<Future<?>> waiting = new ArrayList<>();
      assertThatThrownBy(
              () ->
                  both.database()
                      .useTransaction(
                          tx -> {
                            addRowOfSameName(tx, orgId);
                            waiting.add(
                                threads.submit(
                                    () -> old.secretService().set(ADMIN, orgId, secret)));
                            eventually(() -> waits(old), waits -> waits == 1);
                            waiting.add(threads.submit(both.secretRewrap()::run));
                            eventually(
                                () -> waits(old),
                                waits -> waits == 2 || waiting.getLast().isDone());
                            throw new ConflictException("roll back");
                          }))
          .isInstanceOf(ConflictException.class);

      for (Future<?> future : waiting) {
        assertThat(future).succeedsWithin(Duration.ofSeconds(20));
      }
      assertThat(both.secretRewrap().run().forgotten()).containsExactly("k1");
      assertThat(value(both, orgId, "A")).isEqualTo("12345678");
    }
  }

  /** Keeps the secret from being set until the transaction is over. */
  private static void addRowOfSameName(Tx tx, int orgId) {
    tx.update(
        """
        INSERT INTO secret (org_id, name, version, hosts, key_id, wrapped_key, sealed, created_on,
                            updated_by, updated_on)
        VALUES (?, 'A', 1, 'a.example', 'k2', '', '', now(), '', now())
        """,
        orgId);
  }

  /** The number of sessions that wait for a lock. */
  private static int waits(Flowforge flowforge) {
    return flowforge
        .database()
        .inTransaction(
            tx ->
                tx.list(
                        """
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event_type = 'Lock'
                        """,
                        row -> row.integer("count"))
                    .getFirst());
  }

  @Test
  void whatCannotBeOpenedIsNamedAndTheRestIsRewrapped() {
    try (Flowforge old = open("k1");
        Flowforge both = open("k2", "k1")) {
      int orgId = new World(old).orgId();
      setMany(old, orgId);
      both.database()
          .useTransaction(tx -> tx.update("UPDATE secret SET version = 9 WHERE name = 'S7'"));

      SecretRewrap.RewrapReport report = both.secretRewrap().run();

      assertThat(report.rewrapped()).isEqualTo(MANY - 1);
      assertThat(report.problems()).singleElement().asString().startsWith("secret 'S7' of");
      assertThat(report.forgotten()).isEmpty();
      assertThat(report.needed()).containsExactly("k1");
      StepSecrets resolved = stored(both).resolve(orgId, Set.of("S7"), Set.of());
      assertThat(resolved.problem()).contains("cannot open the secret 'S7'");
    }
  }

  @Test
  void aServerThatLacksTheKeyOfASecretSaysWhich() {
    try (var log = new RecordedLog("io.flowforge");
        Flowforge old = open("k1");
        Flowforge both = open("k2", "k1")) {
      int orgId = new World(old).orgId();
      both.secretService().set(ADMIN, orgId, new NewSecret("A", "12345678", List.of("a.example")));

      assertThat(stored(old).resolve(orgId, Set.of("A", "B"), Set.of()).problem())
          .isEqualTo(
              "The step was not executed: this server cannot open the secret 'A'; its log says why;"
                  + " organization %d has no secret 'B'; an admin of it has to set it"
                      .formatted(orgId));
      assertThat(log.linesOf("secret_not_opened"))
          .singleElement()
          .asString()
          .contains("is sealed with the key 'k2', and this server has only 'k1'; add 'k2' to");
    }
  }

  private static void setMany(Flowforge flowforge, int orgId) {
    for (int i = 0; i < MANY; i++) {
      flowforge
          .secretService()
          .set(ADMIN, orgId, new NewSecret("S" + i, "value of S" + i, List.of("a.example")));
    }
  }

  private static String value(Flowforge flowforge, int orgId, String name) {
    return stored(flowforge).resolve(orgId, Set.of(name), Set.of()).values().stream()
        .map(SecretValue::value)
        .findFirst()
        .orElse("");
  }

  private static StoredSecrets stored(Flowforge flowforge) {
    return flowforge.storedSecrets();
  }

  private Flowforge open(String... keys) {
    return openWith(SealKeys.setting(keys));
  }

  private Flowforge openWith(String keys) {
    return Flowforge.open(
        stores.settings().withSecretKeys(SecretKeys.parse("FLOWFORGE_SECRET_KEYS", keys)),
        InstantSource.system());
  }
}
