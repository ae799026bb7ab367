package io.flowforge.request.state;

import io.flowforge.organization.OpenRequests;
import io.flowforge.postgres.Tx;
import java.util.List;

/**
 * The rows of the table {@code request_run} that have not ended, by organization. The statements
 * name the statuses as the index {@code request_run_open} does, so that PostgreSQL can use it.
 */
public final class OpenRequestStore implements OpenRequests.Source {

  /**
   * An open request whose row is locked.
   *
   * @param stepType the type of the current step, empty if it is not known
   */
  public record OpenRequest(ExecutionState state, String stepType) {}

  /**
   * Locks open requests of the organization until the transaction ends. Leaves out those that
   * another transaction has locked. Those that run come first.
   */
  public List<OpenRequest> lockSome(Tx tx, int orgId, int limit) {
    return tx.list(
        "SELECT "
            + ExecutionStateStore.COLUMNS
            + """
            , coalesce((SELECT step_type FROM service_request_event
                        WHERE service_request_id = request_id AND step_name = current_step
                        ORDER BY seq, event_id LIMIT 1), '') AS step_type
            FROM request_run
            WHERE org_id = ? AND status IN ('Not Started', 'Pending', 'Running')
            ORDER BY status DESC LIMIT ?
            FOR UPDATE SKIP LOCKED
            """,
        row -> new OpenRequest(ExecutionStateStore.state(row), row.text("step_type")),
        orgId,
        limit);
  }

  /** Returns whether the organization has open requests, even if they are locked. */
  public boolean existIn(Tx tx, int orgId) {
    return tx.find(
            """
            SELECT 1 FROM request_run
            WHERE org_id = ? AND status IN ('Not Started', 'Pending', 'Running') LIMIT 1
            """,
            _ -> true,
            orgId)
        .isPresent();
  }

  /** Finds the requester in the events of a submission if it is not in the row yet. */
  @Override
  public OpenRequests of(Tx tx, int orgId, String userId) {
    record Found(String id, long total) {}
    List<Found> found =
        tx.list(
            """
            SELECT request_id, count(*) OVER () AS total FROM request_run
            WHERE org_id = ? AND status IN ('Not Started', 'Pending', 'Running')
              AND (user_id = ? OR user_id IS NULL AND EXISTS (
                     SELECT 1 FROM service_request_event
                     WHERE service_request_id = request_id AND event_type = 'Not Started'
                       AND created_by = ?))
            ORDER BY status DESC, created_at DESC, request_id LIMIT ?
            """,
            row -> new Found(row.text("request_id"), row.number("total")),
            orgId,
            userId,
            userId,
            OpenRequests.MAX_IDS);
    return new OpenRequests(
        found.isEmpty() ? 0 : found.getFirst().total(), found.stream().map(Found::id).toList());
  }
}
