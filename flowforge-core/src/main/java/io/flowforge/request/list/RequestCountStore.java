package io.flowforge.request.list;

import io.flowforge.postgres.Tx;
import java.util.List;

/**
 * The tables {@code request_count} and {@code request_count_change}. A trigger of {@code
 * request_run} writes the second one.
 */
public final class RequestCountStore {

  /** The key of the lock that only one server at a time holds while it adds up. */
  private static final long LOCK = 7_430_117_025L;

  private static final String COUNTS =
      """
      SELECT org_id, user_id, status, sum(requests) AS requests FROM (
        SELECT org_id, user_id, status, requests FROM request_count WHERE NOT is_total
        UNION ALL
        SELECT org_id, user_id, becomes, 1 FROM request_count_change WHERE becomes IS NOT NULL
        UNION ALL
        SELECT org_id, user_id, was, -1 FROM request_count_change WHERE was IS NOT NULL
        UNION ALL
        SELECT org_id, user_id, status, -1 FROM request_run WHERE user_id IS NOT NULL
      ) AS user_counts GROUP BY org_id, user_id, status
      """;

  /**
   * Adds changes up into the counts, unless another server is doing so.
   *
   * @return how many changes were added
   */
  public int addUp(Tx tx, int limit) {
    if (!tx.find("SELECT pg_try_advisory_xact_lock(?) AS is_ours", row -> row.bool("is_ours"), LOCK)
        .orElse(false)) {
      return 0;
    }
    return tx.find(
            """
            WITH changed AS (
              DELETE FROM request_count_change WHERE ctid = ANY(ARRAY(
                SELECT ctid FROM request_count_change LIMIT ?))
              RETURNING org_id, user_id, was, becomes),
            added AS (
              INSERT INTO request_count (org_id, is_total, user_id, status, requests)
              SELECT org_id, is_total, CASE WHEN is_total THEN '' ELSE user_id END AS counted_user,
                     status, sum(requests)
              FROM (SELECT org_id, user_id, was AS status, -1 AS requests FROM changed
                    UNION ALL SELECT org_id, user_id, becomes, 1 FROM changed) AS change,
                   (VALUES (FALSE), (TRUE)) AS level (is_total)
              WHERE status IS NOT NULL
              GROUP BY org_id, is_total, counted_user, status
              ON CONFLICT (org_id, is_total, user_id, status)
              DO UPDATE SET requests = request_count.requests + excluded.requests)
            SELECT count(*) AS changes FROM changed
            """,
            row -> row.integer("changes"),
            limit)
        .orElseThrow();
  }

  /**
   * Counts all requests anew. Nobody can change a request meanwhile, and one transaction that waits
   * for this sees the new counts.
   */
  public void recount(Tx tx) {
    tx.update("LOCK TABLE request_run IN SHARE ROW EXCLUSIVE MODE");
    var _ = tx.find("SELECT pg_advisory_xact_lock(?)", _ -> true, LOCK);
    tx.update("DELETE FROM request_count_change");
    tx.update("DELETE FROM request_count");
    tx.update(
        """
        INSERT INTO request_count (org_id, is_total, user_id, status, requests)
        SELECT org_id, user_id IS NULL, coalesce(user_id, ''), status, count(*) FROM request_run
        WHERE user_id IS NOT NULL
        GROUP BY GROUPING SETS ((org_id, user_id, status), (org_id, status))
        """);
  }

  /** Returns what is counted wrongly; reads all requests. */
  public List<String> differences(Tx tx) {
    return tx.list(
        "SELECT concat_ws(' ', org_id, user_id, status, requests) AS difference FROM ("
            + COUNTS
            + ") AS by_user WHERE requests <> 0"
            + """
             UNION ALL
            SELECT concat_ws(' ', org_id, 'total', status, sum(requests)) FROM (
              SELECT org_id, status, CASE WHEN is_total THEN requests ELSE -requests END AS requests
              FROM request_count) AS both_levels
            GROUP BY org_id, status HAVING sum(requests) <> 0
            """,
        row -> row.text("difference"));
  }
}
