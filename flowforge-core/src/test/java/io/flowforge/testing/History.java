package io.flowforge.testing;

import io.flowforge.postgres.Database;
import java.util.List;

/** What PostgreSQL has recorded of requests, also of those that nobody may read. */
public final class History {

  private final Database database;

  public History(Database database) {
    this.database = database;
  }

  /** The status; empty if the request has no execution state yet. */
  public String status(String requestId) {
    return texts("SELECT status AS text FROM request_run WHERE request_id = ?", requestId).stream()
        .findFirst()
        .orElse("");
  }

  /** The transitions of the request in order, each with the user who caused it. */
  public List<String> transitions(String requestId) {
    return texts(
        """
        SELECT transition || ' ' || caused_by AS text FROM request_transition
        WHERE request_id = ? ORDER BY seq
        """,
        requestId);
  }

  /** The changes of the request's steps in order, without those of the submission. */
  public List<String> events(String requestId) {
    return texts(
        """
        SELECT step_name || ' ' || step_type || ' ' || event_type || ' ' || created_by AS text
        FROM service_request_event
        WHERE service_request_id = ? AND event_type <> 'Not Started' ORDER BY seq, event_id
        """,
        requestId);
  }

  /** How many requests of the organization have the status. */
  public int count(int orgId, String status) {
    return database.inTransaction(
        tx ->
            tx.list(
                    "SELECT count(*) AS n FROM request_run WHERE org_id = ? AND status = ?",
                    row -> row.integer("n"),
                    orgId,
                    status)
                .getFirst());
  }

  private List<String> texts(String sql, String requestId) {
    return database.inTransaction(tx -> tx.list(sql, row -> row.text("text"), requestId));
  }
}
