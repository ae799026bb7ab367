package io.flowforge.request.key;

import io.flowforge.error.ConflictException;
import io.flowforge.identity.Caller;
import io.flowforge.postgres.Database;
import io.flowforge.postgres.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The keys that callers have given to their submissions. A key is kept for at least a day, for a
 * caller in an organization. Thread-safe.
 */
public final class SubmissionKeys {

  private static final Duration KEPT_FOR = Duration.ofDays(1);

  private static final int BATCH = 1_000;

  /** The maximum number of keys of a user in an organization. */
  static final int MAX_KEYS = 10_000;

  private final Database database;
  private final SubmissionKeyStore store;
  private final InstantSource clock;

  /**
   * @param clock in milliseconds, the precision of MongoDB
   */
  public SubmissionKeys(Database database, SubmissionKeyStore store, InstantSource clock) {
    this.database = database;
    this.store = store;
    this.clock = clock;
  }

  /**
   * Notes the key of a request that is added in the same transaction.
   *
   * @return what the key stands for already, if it has been used; nothing is noted then
   * @throws ConflictException if it was used for something else, or the caller has used too many
   */
  public Optional<KeptKey> use(Tx tx, Caller caller, int orgId, SubmissionKey key, KeptKey entry) {
    String user = caller.userId();
    if (!store.add(tx, orgId, user, key.key(), entry)) {
      KeptKey kept =
          store
              .find(tx, orgId, user, key.key())
              .orElseThrow(
                  () ->
                      new ConflictException(
                          "Idempotency-Key '%s' has just expired; choose another one"
                              .formatted(key.key())));
      if (!kept.fingerprint().equals(key.fingerprint())) {
        throw new ConflictException(
            "Idempotency-Key '%s' has been used for another submission, service request %s; choose another one"
                .formatted(key.key(), kept.requestId()));
      }
      return Optional.of(kept);
    }
    if (store.count(tx, orgId, user, MAX_KEYS + 1) > MAX_KEYS) {
      throw new ConflictException(
          "you have used %d idempotency keys in organization %d within a day; submit without one, or wait"
              .formatted(MAX_KEYS, orgId));
    }
    return Optional.empty();
  }

  /** Returns the time at which a request is submitted. */
  public Instant now() {
    return clock.instant();
  }

  /** Removes the key of a request that does not exist in a transaction of its own. */
  public void forget(String requestId) {
    database.useTransaction(tx -> store.forget(tx, requestId));
  }

  /** Removes the key of a request that does not exist. */
  public void forget(Tx tx, String requestId) {
    store.forget(tx, requestId);
  }

  /** Removes keys that have been kept long enough; returns how many. */
  public int sweep() {
    Instant late = clock.instant().minus(KEPT_FOR);
    int removed = 0;
    int batch = BATCH;
    while (batch == BATCH) {
      batch = database.inTransaction(tx -> store.removeBefore(tx, late, BATCH));
      removed += batch;
    }
    return removed;
  }
}
