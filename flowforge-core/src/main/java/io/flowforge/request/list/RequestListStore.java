package io.flowforge.request.list;

import io.flowforge.postgres.Row;
import io.flowforge.postgres.Tx;
import io.flowforge.request.state.ExecutionStateStore;
import io.flowforge.request.state.RequestStatus;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The tables {@code request_run} and {@code request_count} as lists read them. */
public final class RequestListStore {

  /** From this offset on, looking up the rows of the page costs less than reading all before. */
  private static final long DEEP = 1_000;

  /**
   * What one statement, and so one snapshot, says of a list.
   *
   * @param unconfirmed the ids of requests of the list, newest first, of which PostgreSQL does not
   *     know yet whether they have a document
   */
  public record FoundPage(ListPage page, List<String> unconfirmed) {}

  /** The place of a request in the order of lists. */
  public record ListPlace(Instant createdOn, String id) {}

  /** Finds the place of a request that is in the list, whatever its status. */
  public Optional<ListPlace> placeOf(Tx tx, ListFilter filter, String id) {
    List<@Nullable Object> parameters = new ArrayList<>();
    parameters.add(id);
    return tx.find(
        "SELECT created_on FROM request_run WHERE request_id = ? AND " + owned(filter, parameters),
        row -> new ListPlace(row.instant("created_on"), id),
        parameters.toArray());
  }

  /**
   * Reads a page and counts the whole list.
   *
   * @param after the place after which the page begins, null for the beginning of the list
   * @param missing ids of requests that are not in the list, because they have no document
   */
  public FoundPage page(
      Tx tx, ListFilter filter, @Nullable ListPlace after, ListRange range, List<String> missing) {
    List<@Nullable Object> parameters = new ArrayList<>();
    String sql =
        """
        SELECT counted.total, counted.unconfirmed, page.request_id, page.status, page.updated_at,
               page.pipeline_id, page.pipeline_version, page.pipeline_name
        FROM (SELECT %s AS total, %s AS unconfirmed) AS counted
        LEFT JOIN (%s) AS page ON TRUE
        ORDER BY page.created_on DESC, page.request_id DESC
        """
            .formatted(
                total(filter, missing, parameters),
                unconfirmed(filter, parameters),
                range.offset() < DEEP
                    ? rows("*", filter, after, range, missing, parameters)
                    : "SELECT request_id, run.status, run.created_on, updated_at, pipeline_id,"
                        + " pipeline_version, pipeline_name FROM request_run AS run JOIN ("
                        + rows("request_id", filter, after, range, missing, parameters)
                        + ") AS found USING (request_id)");
    List<RowOfPage> rows = tx.list(sql, RequestListStore::row, parameters.toArray());
    return new FoundPage(
        new ListPage(
            rows.stream().flatMap(row -> row.request().stream()).toList(), rows.getFirst().total()),
        rows.getFirst().unconfirmed());
  }

  /**
   * Returns the rows of a page. What comes before them is read and left out; where only columns of
   * the index are read, PostgreSQL need not look at the table for that.
   *
   * @param columns all, or those of the index
   */
  private static String rows(
      String columns,
      ListFilter filter,
      @Nullable ListPlace after,
      ListRange range,
      List<String> missing,
      List<@Nullable Object> parameters) {
    String listed =
        columns.equals("*")
            ? "status, created_on, updated_at, pipeline_id, pipeline_version, pipeline_name"
            : "created_on";
    return """
        SELECT %s FROM (%s) AS listed
        ORDER BY created_on DESC, request_id DESC OFFSET %s LIMIT %s
        """
        .formatted(
            columns,
            listed(listed, filter, after, range, missing, parameters),
            range.offset(),
            range.limit());
  }

  /** Adds up the counts and what has changed since, apart from requests that are not there. */
  private static String total(
      ListFilter filter, List<String> missing, List<@Nullable Object> parameters) {
    List<String> labels = filter.labels();
    parameters.add(filter.orgId());
    parameters.add(filter.userId() == null);
    parameters.add(filter.userId() == null ? "" : filter.userId());
    parameters.add(labels);
    parameters.add(labels);
    parameters.add(labels);
    String changes = owned(filter, parameters);
    String found =
        """
        (SELECT coalesce(sum(requests), 0) FROM request_count
         WHERE org_id = ? AND is_total = ? AND user_id = ? AND status = ANY(?))
        + (SELECT count(*) FILTER (WHERE becomes = ANY(?)) - count(*) FILTER (WHERE was = ANY(?))
           FROM request_count_change WHERE %s)
        """
            .formatted(changes);
    if (missing.isEmpty()) {
      return found;
    }
    String conditions = owned(filter, parameters);
    parameters.add(labels);
    parameters.add(missing);
    return found
        + "- (SELECT count(*) FROM request_run WHERE %s AND status = ANY(?) AND request_id = ANY(?))"
            .formatted(conditions);
  }

  private static String unconfirmed(ListFilter filter, List<@Nullable Object> parameters) {
    if (!filter.statuses().contains(RequestStatus.NOT_STARTED)) {
      return "''";
    }
    return """
    array_to_string(ARRAY(
      SELECT request_id FROM request_run
      WHERE %s AND projected_seq = 0 AND projected_seq < status_seq AND seq = 1
      ORDER BY request_id DESC), ' ')
    """
        .formatted(owned(filter, parameters));
  }

  /**
   * Returns one range of the index for each status, because an index that begins with the status
   * has the order of the list only within it.
   */
  private static String listed(
      String columns,
      ListFilter filter,
      @Nullable ListPlace after,
      ListRange range,
      List<String> missing,
      List<@Nullable Object> parameters) {
    StringJoiner ranges = new StringJoiner(" UNION ALL ");
    for (String status : filter.labels()) {
      // Status and limits are part of the text, so that PostgreSQL knows how few rows are read. It
      // may plan each execution anew: a plan for any organization would read all requests of a
      // large one among many small ones, and sort them.
      String where = owned(filter, parameters) + " AND status = '" + status + "'";
      if (after != null) {
        where += " AND (created_on, request_id) < (?, ?)";
        parameters.add(after.createdOn());
        parameters.add(after.id());
      }
      if (!missing.isEmpty()) {
        where += " AND request_id <> ALL(?)";
        parameters.add(missing);
      }
      ranges.add(
          """
          (SELECT request_id, %s FROM request_run WHERE %s
           ORDER BY created_on DESC, request_id DESC LIMIT %s)
          """
              .formatted(columns, where, range.offset() + range.limit()));
    }
    return ranges.toString();
  }

  private static String owned(ListFilter filter, List<@Nullable Object> parameters) {
    parameters.add(filter.orgId());
    if (filter.userId() == null) {
      return "org_id = ? AND user_id IS NOT NULL";
    }
    parameters.add(filter.userId());
    return "org_id = ? AND user_id = ?";
  }

  private record RowOfPage(long total, List<String> unconfirmed, Optional<ListedRequest> request) {}

  private static RowOfPage row(Row row) throws SQLException {
    return new RowOfPage(row.number("total"), row.words("unconfirmed"), requestOf(row));
  }

  private static Optional<ListedRequest> requestOf(Row row) throws SQLException {
    String id = row.textOr("request_id", "");
    if (id.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ListedRequest(
            id,
            RequestStatus.of(row.text("status")).orElseThrow(),
            row.instant("updated_at"),
            ExecutionStateStore.pinned(row)));
  }
}
