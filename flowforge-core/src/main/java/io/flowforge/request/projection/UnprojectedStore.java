package io.flowforge.request.projection;

import io.flowforge.postgres.Row;
import io.flowforge.postgres.Tx;
import io.flowforge.request.state.ExecutionState;
import io.flowforge.request.state.ExecutionStateStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of {@code request_run} whose status MongoDB does not have, as far as is known. */
public final class UnprojectedStore {

  /**
   * A state of which MongoDB is not known to have the status.
   *
   * @param projectedSeq the number of the transition whose status MongoDB has; 0 if it is not known
   *     whether there is a document
   */
  public record Unprojected(ExecutionState state, long projectedSeq) {

    /** Returns whether the first status, which is written with the document, is missing. */
    public boolean isFirst() {
      return state.seq() == 1;
    }
  }

  /**
   * The times that tell what to look at.
   *
   * @param settled a state that is not older is just being written, by a transition or by adoption
   * @param undecided a document that does not follow its row within this time is late
   * @param late a document that does not follow its row within this time never does
   */
  public record Ages(Instant settled, Instant undecided, Instant late) {}

  /**
   * Returns states in the order of the index.
   *
   * @param after the last state of the previous batch, null for the first batch
   */
  public List<Unprojected> after(Tx tx, @Nullable Unprojected after, Ages ages, int limit) {
    tx.planOnce();
    return tx.list(
        "SELECT "
            + ExecutionStateStore.COLUMNS
            + """
            , projected_seq FROM request_run
            WHERE projected_seq < status_seq AND updated_at < ? AND created_at < ?
              AND (seq > 1 OR updated_at > ? OR updated_at < ?)
              AND (org_id, projected_seq, request_id) > (?, ?, ?)
            ORDER BY org_id, projected_seq, request_id LIMIT\s"""
            // In the text, because the plan would be one for many rows otherwise.
            + limit,
        UnprojectedStore::unprojected,
        ages.settled(),
        ages.settled(),
        ages.undecided(),
        ages.late(),
        after == null ? Integer.MIN_VALUE : after.state().orgId(),
        after == null ? 0 : after.projectedSeq(),
        after == null ? "" : after.state().requestId());
  }

  /**
   * Marks statuses as written to MongoDB, by the ids of their requests. Leaves out rows that are
   * locked: a change of form data may hold a lock for as long as MongoDB takes, and those marked
   * before would wait with it.
   *
   * @param statusSeqs the numbers of the transitions whose statuses they are
   * @return those that were marked, and were not before
   */
  public Set<String> mark(Tx tx, Map<String, Long> statusSeqs) {
    List<String> ids = new ArrayList<>();
    List<String> seqs = new ArrayList<>();
    statusSeqs.forEach(
        (id, seq) -> {
          ids.add(id);
          seqs.add(Long.toString(seq));
        });
    tx.planOnce();
    return Set.copyOf(
        tx.list(
            """
            WITH idle AS (
              SELECT request_id FROM request_run WHERE request_id = ANY(?)
              ORDER BY request_id FOR NO KEY UPDATE SKIP LOCKED)
            UPDATE request_run SET projected_seq = written.seq::bigint
            FROM idle JOIN unnest(?::varchar[], ?::varchar[]) AS written (id, seq) ON written.id = idle.request_id
            WHERE request_run.request_id = idle.request_id AND projected_seq < written.seq::bigint
            RETURNING request_run.request_id
            """,
            row -> row.text("request_id"),
            ids,
            ids,
            seqs));
  }

  private static Unprojected unprojected(Row row) throws SQLException {
    return new Unprojected(ExecutionStateStore.state(row), row.number("projected_seq"));
  }
}
