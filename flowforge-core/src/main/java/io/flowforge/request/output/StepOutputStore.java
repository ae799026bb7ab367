package io.flowforge.request.output;

import io.flowforge.postgres.Row;
import io.flowforge.postgres.Tx;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.secret.seal.SealedValue;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code step_output}. Secret outputs are sealed here already. */
public final class StepOutputStore {

  /** Returns what is stored of a request. */
  public List<StoredOutput> of(Tx tx, String requestId) {
    return tx.list(
        """
        SELECT step_name, name, run, value, key_id, wrapped_key, sealed
        FROM step_output WHERE request_id = ? ORDER BY step_name, name
        """,
        StepOutputStore::output,
        requestId);
  }

  /** Removes what earlier runs have stored, except of these steps. */
  public void keepOnly(Tx tx, String requestId, List<String> stepNames) {
    tx.later(
        "DELETE FROM step_output WHERE request_id = ? AND step_name <> ALL(?)",
        requestId,
        stepNames);
  }

  /** Adds an output of a step of the request, or replaces it. */
  public void put(Tx tx, ExecutionState state, StoredOutput output) {
    @Nullable SealedValue sealed = output.sealed();
    tx.later(
        """
        INSERT INTO step_output (request_id, step_name, name, run, org_id, value,
                                 key_id, wrapped_key, sealed)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?::bytea, ?::bytea)
        ON CONFLICT (request_id, step_name, name) DO UPDATE
        SET run = excluded.run, value = excluded.value, key_id = excluded.key_id,
            wrapped_key = excluded.wrapped_key, sealed = excluded.sealed
        """,
        state.requestId(),
        output.stepName(),
        output.name(),
        output.run(),
        state.orgId(),
        output.value(),
        sealed == null ? null : sealed.keyId(),
        sealed == null ? null : sealed.wrappedKey(),
        sealed == null ? null : sealed.sealed());
  }

  /** Returns secret outputs that are not wrapped with this key; never the same ones again. */
  public List<SealedOutput> notWrappedWith(
      Tx tx, String keyId, String afterRequest, String afterStep, String afterName, int limit) {
    return tx.list(
        """
        SELECT org_id, request_id, step_name, name, run, key_id, wrapped_key, sealed
        FROM step_output
        WHERE key_id <> ? AND (request_id, step_name, name) > (?, ?, ?)
        ORDER BY request_id, step_name, name LIMIT ?
        """,
        row ->
            new SealedOutput(
                row.integer("org_id"),
                row.text("request_id"),
                row.text("step_name"),
                row.text("name"),
                row.integer("run"),
                sealed(row)),
        keyId,
        afterRequest,
        afterStep,
        afterName,
        limit);
  }

  /** Replaces the wrapped key of an output that is still the same; returns whether it is. */
  public boolean rewrap(Tx tx, SealedOutput output, SealedValue rewrapped) {
    return tx.update(
            """
            UPDATE step_output SET key_id = ?, wrapped_key = ?
            WHERE request_id = ? AND step_name = ? AND name = ? AND key_id = ? AND wrapped_key = ?
            """,
            rewrapped.keyId(),
            rewrapped.wrappedKey(),
            output.requestId(),
            output.stepName(),
            output.name(),
            output.value().keyId(),
            output.value().wrappedKey())
        == 1;
  }

  private static StoredOutput output(Row row) throws SQLException {
    String value = row.textOr("value", "");
    return new StoredOutput(
        row.text("step_name"),
        row.text("name"),
        row.integer("run"),
        value.isEmpty() ? null : value,
        value.isEmpty() ? sealed(row) : null);
  }

  private static SealedValue sealed(Row row) throws SQLException {
    return new SealedValue(row.text("key_id"), row.bytes("wrapped_key"), row.bytes("sealed"));
  }
}
