package io.flowforge.secret;

import io.flowforge.error.InvalidException;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import io.flowforge.secret.SecretStore.SealedSecret;
import io.flowforge.secret.seal.ClosedSealException;
import io.flowforge.secret.seal.KeyCanaries;
import io.flowforge.secret.seal.Seal;
import io.flowforge.trace.LogEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * Wraps the keys of all secrets and secret outputs with the operator's first key. Runs beside
 * servers, can be interrupted and repeated, and does nothing where nothing is to do. Safe for use
 * by many threads.
 */
public final class SecretRewrap {

  private static final Logger LOG = System.getLogger(SecretRewrap.class.getName());

  private static final int BATCH = 100;

  private final Database database;
  private final SecretStore store;
  private final Seal seal;
  private final KeyCanaries canaries;

  public SecretRewrap(Database database, SecretStore store, Seal seal, KeyCanaries canaries) {
    this.database = database;
    this.store = store;
    this.seal = seal;
    this.canaries = canaries;
  }

  /**
   * The result.
   *
   * @param keyId the key with which everything is wrapped now
   * @param rewrapped the number of secrets and outputs that were wrapped with another one
   * @param problems the secrets and outputs that could not be opened, one sentence each
   * @param forgotten the ids of keys that are needed no longer, except for older backups
   * @param needed the ids of older keys that are still needed: by callbacks of requests that may go
   *     on, or by what could not be opened
   */
  public record RewrapReport(
      String keyId,
      int rewrapped,
      List<String> problems,
      List<String> forgotten,
      List<String> needed) {}

  /**
   * Rewraps everything.
   *
   * @throws InvalidException if there are no keys
   */
  public RewrapReport run() {
    if (!seal.hasKeys()) {
      throw new InvalidException(
          "FLOWFORGE_SECRET_KEYS is not set; write the new key first, and the old one after it");
    }
    var progress = new RewrapPosition();
    int rewrapped = 0;
    while (!progress.isOver) {
      rewrapped += database.inTransaction(tx -> batch(tx, progress));
    }
    var outputs = new OutputRewrap(database, seal, canaries);
    rewrapped += outputs.run(progress.problems);
    KeyCanaries.OlderKeys older = database.inTransaction(canaries::forget);
    var report =
        new RewrapReport(
            seal.firstKeyId(), rewrapped, progress.problems, older.removed(), older.needed());
    LOG.log(
        Level.INFO,
        LogEvent.of("secrets_rewrapped")
            .with("key", report.keyId())
            .with("count", rewrapped)
            .with("failed", progress.problems.size())
            .with("forgotten", String.join(",", report.forgotten()))
            .with("needed", String.join(",", report.needed())));
    return report;
  }

  /** How far a run is. */
  private static final class RewrapPosition {
    private final List<String> problems = new ArrayList<>();
    private int orgId;
    private String name = "";
    private boolean isOver;
  }

  private int batch(Tx tx, RewrapPosition progress) {
    canaries.ensure(tx);
    List<SealedSecret> secrets =
        store.notWrappedWith(tx, seal.firstKeyId(), progress.orgId, progress.name, BATCH);
    int count = 0;
    for (SealedSecret secret : secrets) {
      progress.orgId = secret.scope().orgId();
      progress.name = secret.scope().name();
      try {
        // A value that was set meanwhile is not touched; it is wrapped with somebody's first key.
        if (store.rewrap(tx, secret, seal.rewrapped(secret.scope(), secret.value()))) {
          count++;
        }
      } catch (ClosedSealException e) {
        progress.problems.add(
            "secret '%s' of organization %d %s"
                .formatted(progress.name, progress.orgId, e.reason()));
      }
    }
    progress.isOver = secrets.size() < BATCH;
    return count;
  }
}
