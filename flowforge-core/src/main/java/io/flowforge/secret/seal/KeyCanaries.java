package io.flowforge.secret.seal;

import io.flowforge.error.InvalidException;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells by a constant in the database, sealed with each key in use, whether this server has the
 * right keys. Safe for use by many threads.
 */
public final class KeyCanaries {

  private static final Logger LOG = System.getLogger(KeyCanaries.class.getName());

  private static final String CONSTANT = "canary";

  private final SecretKeyStore store;
  private final Seal seal;

  private KeyCanaries(SecretKeyStore store, Seal seal) {
    this.store = store;
    this.seal = seal;
  }

  /** Returns the canaries for a process with these keys. */
  public static KeyCanaries of(SecretKeys keys) {
    return new KeyCanaries(new SecretKeyStore(), new Seal(keys));
  }

  /**
   * Checks the keys of this process when it starts, and makes sure that the first one has a canary.
   * A process without keys may start: it does everything else.
   *
   * @throws InvalidException if a key in use is missing or another one
   */
  public void check(Database database) {
    if (!seal.hasKeys()) {
      return;
    }
    requireKeysOf(database.inTransaction(store::all));
    database.useTransaction(this::ensure);
    // Another server may have added that of another key under the same id at the same time.
    requireKeysOf(database.inTransaction(store::all));
  }

  /** Says in the log of a server without keys that its pipelines cannot use secrets. */
  public void announce(Database database) {
    if (!seal.hasKeys()) {
      List<String> used = keysInUse(database);
      LOG.log(
          used.isEmpty() ? Level.INFO : Level.WARNING,
          LogEvent.of("secrets_off")
              .with("reason", "FLOWFORGE_SECRET_KEYS is not set")
              .with("keys_in_use", String.join(",", used)));
    }
  }

  /**
   * Makes sure that the first key has a canary, which rows refer to, and that it stays until the
   * transaction is over.
   */
  public void ensure(Tx tx) {
    String id = seal.firstKeyId();
    if (!store.isHeld(tx, id)) {
      store.hold(tx, seal.seal(SealScope.ofCanary(id), CONSTANT));
    }
  }

  /**
   * The keys other than the first one, by their ids.
   *
   * @param removed those that nothing needs any more
   * @param needed those that something still needs
   */
  public record OlderKeys(List<String> removed, List<String> needed) {}

  /** Removes the canaries of keys that nothing needs any more. */
  public OlderKeys forget(Tx tx) {
    List<String> removed = store.removeUnused(tx, seal.firstKeyId());
    List<String> needed =
        idsOf(store.all(tx)).stream().filter(id -> !id.equals(seal.firstKeyId())).toList();
    return new OlderKeys(removed, needed);
  }

  /** Returns the ids of the keys in use. */
  public List<String> keysInUse(Database database) {
    return idsOf(database.inTransaction(store::all));
  }

  /** Returns what is wrong with the keys of this process, one sentence for each key in use. */
  public List<String> problems(Database database) {
    return problemsOf(database.inTransaction(store::all));
  }

  private void requireKeysOf(List<SealedValue> canaries) {
    InvalidException.throwIfAny(problemsOf(canaries));
  }

  private List<String> problemsOf(List<SealedValue> canaries) {
    List<String> problems = new ArrayList<>();
    for (SealedValue canary : canaries) {
      try {
        seal.open(SealScope.ofCanary(canary.keyId()), canary);
      } catch (ClosedSealException e) {
        problems.add(
            "FLOWFORGE_SECRET_KEYS does not fit this database: its canary of the key '%s' %s"
                .formatted(canary.keyId(), e.reason()));
      }
    }
    return problems;
  }

  private static List<String> idsOf(List<SealedValue> canaries) {
    return canaries.stream().map(SealedValue::keyId).toList();
  }
}
