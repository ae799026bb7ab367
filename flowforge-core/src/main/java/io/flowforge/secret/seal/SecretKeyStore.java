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

  /** Adds the canary of a key, unless there is one. */
  void add(Tx tx, SealedValue canary) {
    tx.update(
        """
        INSERT INTO secret_key (key_id, wrapped_key, sealed, created_on)
        VALUES (?, ?, ?, now() AT TIME ZONE 'UTC') ON CONFLICT DO NOTHING
        """,
        canary.keyId(),
        canary.wrappedKey(),
        canary.sealed());
  }

  /** Removes the canaries of keys that no secret is wrapped with, except of this one. */
  List<String> removeUnused(Tx tx, String kept) {
    return tx.list(
        """
        DELETE FROM secret_key WHERE key_id <> ?
          AND NOT EXISTS (SELECT 1 FROM secret WHERE secret.key_id = secret_key.key_id)
        RETURNING key_id
        """,
        row -> row.text("key_id"),
        kept);
  }
}
