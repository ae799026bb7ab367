package io.flowforge.secret.seal;

import io.flowforge.postgres.Tx;
import java.util.List;

/** The table {@code secret_key}: the canaries of the keys that have been used. */
final class SecretKeyStore {

  /** Returns the canaries of all keys. */
  List<SealedValue> all(Tx tx) {
    return tx.list(
        "SELECT key_id, wrapped_key, sealed FROM secret_key ORDER BY key_id",
        row -> new SealedValue(row.text("key_id"), row.bytes("wrapped_key"), row.bytes("sealed")));
  }

  /**
   * Locks the canary of a key, if there is one, so that nobody removes it before rows that refer to
   * it are committed. Others may hold it, too.
   */
  boolean isHeld(Tx tx, String keyId) {
    return tx.find(
            "SELECT key_id FROM secret_key WHERE key_id = ? FOR KEY SHARE",
            row -> row.text("key_id"),
            keyId)
        .isPresent();
  }

  /** Adds the canary of a key, unless there is one, and locks it for this transaction alone. */
  void hold(Tx tx, SealedValue canary) {
    tx.update(
        """
        INSERT INTO secret_key (key_id, wrapped_key, sealed, created_on)
        VALUES (?, ?, ?, now() AT TIME ZONE 'UTC')
        ON CONFLICT (key_id) DO UPDATE SET created_on = secret_key.created_on
        """,
        canary.keyId(),
        canary.wrappedKey(),
        canary.sealed());
  }

  /**
   * Removes the canaries of keys that no secret, no output and no callback of a request that may go
   * on is sealed with, except of this one. A request that has failed may be retried.
   */
  List<String> removeUnused(Tx tx, String kept) {
    // First, because only the next statement sees the secrets of those that had to be waited for.
    var _ =
        tx.list(
            "SELECT key_id FROM secret_key WHERE key_id <> ? ORDER BY key_id FOR UPDATE",
            row -> row.text("key_id"),
            kept);
    return tx.list(
        """
        DELETE FROM secret_key WHERE key_id <> ?
          AND NOT EXISTS (SELECT 1 FROM secret WHERE secret.key_id = secret_key.key_id)
          AND NOT EXISTS (SELECT 1 FROM step_output WHERE step_output.key_id = secret_key.key_id)
          AND NOT EXISTS (
            SELECT 1 FROM callback JOIN request_run ON request_run.request_id = callback.request_id
            WHERE secret_key.key_id IN (callback.key_id, callback.body_key_id)
              AND request_run.status IN ('Not Started', 'Pending', 'Running', 'Failed'))
        RETURNING key_id
        """,
        row -> row.text("key_id"),
        kept);
  }
}
