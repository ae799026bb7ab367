package io.flowforge.request.key;

import io.flowforge.postgres.Tx;
import java.time.Instant;
import java.util.Optional;

/** The table {@code submission_key}. */
public final class SubmissionKeyStore {

  /**
   * Adds a key, unless the user has used it in the organization. Waits for a transaction that is
   * adding the same key.
   */
  boolean add(Tx tx, int orgId, String userId, String key, KeptKey kept) {
    return tx.update(
            """
            INSERT INTO submission_key
              (org_id, user_id, idempotency_key, fingerprint, request_id, pipeline_id, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            orgId,
            userId,
            key,
            kept.fingerprint(),
            kept.requestId(),
            kept.pipelineId(),
            kept.createdOn())
        == 1;
  }

  Optional<KeptKey> find(Tx tx, int orgId, String userId, String key) {
    return tx.find(
        """
        SELECT fingerprint, request_id, pipeline_id, created_at FROM submission_key
        WHERE org_id = ? AND user_id = ? AND idempotency_key = ?
        """,
        row ->
            new KeptKey(
                row.text("fingerprint"),
                row.text("request_id"),
                row.text("pipeline_id"),
                row.instant("created_at")),
        orgId,
        userId,
        key);
  }

  /** Counts the user's keys in the organization, up to the limit. */
  int count(Tx tx, int orgId, String userId, int limit) {
    return tx.list(
            """
            SELECT count(*) AS kept FROM (
              SELECT 1 FROM submission_key WHERE org_id = ? AND user_id = ? LIMIT ?) AS own_keys
            """,
            row -> row.integer("kept"),
            orgId,
            userId,
            limit)
        .getFirst();
  }

  /** Removes the key of a request that does not exist. */
  public void forget(Tx tx, String requestId) {
    tx.update("DELETE FROM submission_key WHERE request_id = ?", requestId);
  }

  /** Removes keys from before that time, oldest first; returns how many. */
  int removeBefore(Tx tx, Instant time, int limit) {
    return tx.update(
        """
        DELETE FROM submission_key WHERE ctid IN (
          SELECT ctid FROM submission_key WHERE created_at < ? ORDER BY created_at LIMIT ?
          FOR UPDATE SKIP LOCKED)
        """,
        time,
        limit);
  }
}
