package io.flowforge.faults.cluster;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Queries that read the database directly, not through a server. Each opens its own connection, so
 * that no fault can break it. Safe for use by many threads.
 */
public final class Tables {

  private static final String APPLICATION_NAME = "flowforge-faults";

  private final String url;
  private final Properties properties = new Properties();

  /**
   * @param uri in libpq's form, as the servers have it
   */
  Tables(String uri) {
    // The driver accepts no user and no password in front of the host.
    url = "jdbc:postgresql://" + uri.substring(uri.indexOf('@') + 1);
    properties.setProperty("user", "postgres");
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "10");
    properties.setProperty("ApplicationName", APPLICATION_NAME);
  }

  /** A function that reads the current row. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /**
   * Returns the rows of a query.
   *
   * @throws SQLException also if PostgreSQL is down
   */
  public <T> List<T> list(String sql, Reader<T> reader, Object... parameters) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, properties);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        List<T> values = new ArrayList<>();
        while (rows.next()) {
          values.add(reader.read(rows));
        }
        return values;
      }
    }
  }

  /** Returns the number in the only row of a query that must succeed. */
  public int count(String sql, Object... parameters) {
    return one(sql, row -> row.getInt(1), parameters);
  }

  private <T> T one(String sql, Reader<T> reader, Object... parameters) {
    try {
      return list(sql, reader, parameters).getFirst();
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL does not respond to the harness", e);
    }
  }

  /** Returns the ids of requests that wait for a decision. */
  public List<String> pending() throws SQLException {
    return list(
        "SELECT request_id FROM request_run WHERE status = 'Pending'", row -> row.getString(1));
  }

  /**
   * A request that has failed.
   *
   * @param run the number of its latest run
   */
  public record FailedRun(String requestId, int run) {}

  /** Returns the requests that have failed in fewer runs. */
  public List<FailedRun> failed(int maxRuns) throws SQLException {
    return list(
        "SELECT request_id, run FROM request_run WHERE status = 'Failed' AND run < ?",
        row -> new FailedRun(row.getString(1), row.getInt(2)),
        maxRuns);
  }

  /** Returns the ids of requests that have not ended. */
  public List<String> open() throws SQLException {
    return list(
        "SELECT request_id FROM request_run WHERE status IN ('Not Started', 'Running', 'Pending')",
        row -> row.getString(1));
  }

  /** Returns how many requests are Running. */
  public int running() {
    return count("SELECT count(*) FROM request_run WHERE status = 'Running'");
  }

  /** Returns how many requests of an organization are Running. */
  public int running(int orgId) {
    return count("SELECT count(*) FROM request_run WHERE status = 'Running' AND org_id = ?", orgId);
  }

  /** Returns the ids of the requests of an organization that are Running. */
  public List<String> runningIn(int orgId) throws SQLException {
    return list(
        "SELECT request_id FROM request_run WHERE status = 'Running' AND org_id = ?",
        row -> row.getString(1),
        orgId);
  }

  /** Returns how many queue entries the process holds, or held when it died. */
  public int heldBy(long pid) {
    return count(
        "SELECT count(*) FROM scheduled_tasks WHERE picked AND picked_by LIKE ?",
        "flowforge-" + pid + "-%");
  }

  /** Returns the queue entries that the process holds, separated by commas. */
  public String entriesOf(long pid) {
    return one(
        """
        SELECT coalesce(string_agg(task_instance, ','), '') FROM scheduled_tasks
        WHERE picked AND picked_by LIKE ?
        """,
        row -> row.getString(1),
        "flowforge-" + pid + "-%");
  }

  /** Returns how many of these entries are done, or held by another process. */
  public int takenOver(long pid, String entries) {
    return count(
        """
        SELECT count(*) FROM unnest(string_to_array(?, ',')) AS held (entry)
        LEFT JOIN scheduled_tasks ON task_instance = entry
        WHERE task_instance IS NULL OR (picked AND picked_by NOT LIKE ?)
        """,
        entries,
        "flowforge-" + pid + "-%");
  }

  /** Returns how many requests have a status that is not in the document store yet. */
  public int unprojected() {
    return count(
        "SELECT count(*) FROM request_run WHERE projected_seq < status_seq AND status_seq > 1");
  }

  /** Returns how many queue entries no process holds, without those of suspended steps. */
  public int waiting() {
    return count(
        """
        SELECT count(*) FROM scheduled_tasks
        WHERE NOT picked AND (task_name <> 'continue-request' OR execution_time <= now())
        """);
  }

  /** Terminates all connections except the harness's, and returns how many there were. */
  public int dropConnections() {
    return count(
        """
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE backend_type = 'client backend' AND application_name <> ?
        """,
        APPLICATION_NAME);
  }
}
