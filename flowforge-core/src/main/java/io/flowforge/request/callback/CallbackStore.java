package io.flowforge.request.callback;

import io.flowforge.postgres.Row;
import io.flowforge.postgres.Tx;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.RequestStatus;
import io.flowforge.secret.seal.SealedValue;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table {@code callback}: one row for each step whose URL somebody has been given. */
final class CallbackStore {

  /**
   * A URL that has been given to somebody.
   *
   * @param run the run in which it was given
   * @param keyId the key of which its token was derived
   */
  record Issued(String requestId, String stepName, int run, String keyId, boolean isReceived) {}

  /** A call that has come. */
  record StoredCall(String contentType, SealedValue body, int run) {}

  /**
   * What a token belongs to, and whether a call of it can count.
   *
   * @param status that of the request
   */
  record KnownUrl(CallbackDestination destination, boolean isReceived, RequestStatus status) {}

  private static final String ISSUED =
      "SELECT request_id, step_name, run, key_id, received_at IS NOT NULL AS is_received"
          + " FROM callback WHERE ";

  Optional<Issued> find(Tx tx, String requestId, String stepName) {
    return tx.find(
        ISSUED + "request_id = ? AND step_name = ?", CallbackStore::issued, requestId, stepName);
  }

  /** Finds the URL of a token by one look into an index, whatever the token. */
  Optional<Issued> find(Tx tx, byte[] tokenHash) {
    return tx.find(ISSUED + "token_hash = ?", CallbackStore::issued, tokenHash);
  }

  /** Finds what a token belongs to by two looks into indexes, whatever the token. */
  Optional<KnownUrl> findKnown(Tx tx, byte[] tokenHash) {
    return tx.find(
        """
        SELECT c.org_id, c.request_id, c.step_name, c.received_at IS NOT NULL AS is_received, r.status
        FROM callback c JOIN request_run r ON r.request_id = c.request_id
        WHERE c.token_hash = ?
        """,
        row ->
            new KnownUrl(
                new CallbackDestination(
                    row.integer("org_id"), row.text("request_id"), row.text("step_name")),
                row.bool("is_received"),
                RequestStatus.of(row.text("status")).orElseThrow()),
        tokenHash);
  }

  /**
   * Notes the URL of a step, in place of that of an earlier run. A worker of an earlier run that
   * comes late changes nothing: the lock waits for whoever begins another run.
   */
  void issue(
      Tx tx,
      ExecutionState state,
      String stepName,
      String keyId,
      byte[] tokenHash,
      Instant issuedAt) {
    tx.update(
        """
        INSERT INTO callback (request_id, step_name, org_id, run, key_id, token_hash, issued_at)
        SELECT request_id, ?, org_id, run, ?, ?, ? FROM request_run
        WHERE request_id = ? AND run = ? FOR SHARE
        ON CONFLICT (request_id, step_name) DO UPDATE
        SET run = EXCLUDED.run, key_id = EXCLUDED.key_id, token_hash = EXCLUDED.token_hash,
            issued_at = EXCLUDED.issued_at, received_at = NULL, content_type = NULL,
            body_key_id = NULL, wrapped_key = NULL, sealed = NULL
        WHERE callback.run < EXCLUDED.run
           OR (callback.run = EXCLUDED.run AND callback.received_at IS NULL)
        """,
        stepName,
        keyId,
        tokenHash,
        issuedAt,
        state.requestId(),
        state.run());
  }

  /** Removes the URLs of steps, and the calls that have come. */
  void remove(Tx tx, String requestId, List<String> stepNames) {
    tx.update(
        "DELETE FROM callback WHERE request_id = ? AND step_name = ANY(?)", requestId, stepNames);
  }

  /** Keeps the call, unless one has come before; returns whether it is kept. */
  boolean receive(
      Tx tx, byte[] tokenHash, Instant receivedAt, String contentType, SealedValue body) {
    return tx.update(
            """
            UPDATE callback
            SET received_at = ?, content_type = ?, body_key_id = ?, wrapped_key = ?, sealed = ?
            WHERE token_hash = ? AND received_at IS NULL
            """,
            receivedAt,
            contentType,
            body.keyId(),
            body.wrappedKey(),
            body.sealed(),
            tokenHash)
        == 1;
  }

  Optional<StoredCall> received(Tx tx, String requestId, String stepName) {
    return tx.find(
        """
        SELECT content_type, body_key_id, wrapped_key, sealed, run FROM callback
        WHERE request_id = ? AND step_name = ? AND received_at IS NOT NULL
        """,
        row ->
            new StoredCall(
                row.text("content_type"),
                new SealedValue(
                    row.text("body_key_id"), row.bytes("wrapped_key"), row.bytes("sealed")),
                row.integer("run")),
        requestId,
        stepName);
  }

  private static Issued issued(Row row) throws SQLException {
    return new Issued(
        row.text("request_id"),
        row.text("step_name"),
        row.integer("run"),
        row.text("key_id"),
        row.bool("is_received"));
  }
}
