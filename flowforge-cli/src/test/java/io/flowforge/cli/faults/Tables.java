package io.flowforge.cli.faults;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Looks into the database past the servers, on a connection of its own for each look: none of them
 * is there to be broken by a fault.
 */
final class Tables {

  private static final String OURS = "flowforge-faults";

  private final String url;
  private final Properties properties = new Properties();

  /**
   * Looks there.
   *
   * @param uri in libpq's form, as the servers have it
   */
  Tables(String uri) {
    // The password is part of it, and the driver wants neither that nor the user before the host.
    url = "jdbc:postgresql://" + uri.substring(uri.indexOf('@') + 1);
    properties.setProperty("user", "postgres");
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "10");
    properties.setProperty("ApplicationName", OURS);
  }

  /** Makes a value of the row that the result is at. */
  @FunctionalInterface
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /**
   * The rows of a query.
   *
   * @throws SQLException also when PostgreSQL is away
   */
  <T> List<T> list(String sql, Reader<T> reader, Object... parameters) throws SQLException {
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

  /** The number in the only row of a query that must succeed. */
  int count(String sql, Object... parameters) {
    return one(sql, row -> row.getInt(1), parameters);
  }

  private <T> T one(String sql, Reader<T> reader, Object... parameters) {
    try {
      return list(sql, reader, parameters).getFirst();
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL does not answer the harness", e);
    }
  }

  /** The ids of requests that wait for a decision. */
  List<String> pending() throws SQLException {
    return list(
        "SELECT request_id FROM request_run WHERE status = 'Pending'", row -> row.getString(1));
  }

  /** How many requests are running. */
  int running() {
    return count("SELECT count(*) FROM request_run WHERE status = 'Running'");
  }

  /** How many queue entries the process has in its hands, or had when it died. */
  int inTheHandsOf(long pid) {
    return count(
        "SELECT count(*) FROM scheduled_tasks WHERE picked AND picked_by LIKE ?",
        "flowforge-" + pid + "-%");
  }

  /** The queue entries that the process has in its hands, with commas between. */
  String entriesOf(long pid) {
    return one(
        """
        SELECT coalesce(string_agg(task_instance, ','), '') FROM scheduled_tasks
        WHERE picked AND picked_by LIKE ?
        """,
        row -> row.getString(1),
        "flowforge-" + pid + "-%");
  }

  /**
   * How many of these entries are no longer in the hands of the process, but of others, or done.
   */
  int takenOver(long pid, String entries) {
    return count(
        """
        SELECT count(*) FROM unnest(string_to_array(?, ',')) AS held (entry)
        LEFT JOIN scheduled_tasks ON task_instance = entry
        WHERE task_instance IS NULL OR (picked AND picked_by NOT LIKE ?)
        """,
        entries,
        "flowforge-" + pid + "-%");
  }

  /** How many requests have a status that the document store has not seen. */
  int unprojected() {
    return count(
        "SELECT count(*) FROM request_run WHERE projected_seq < status_seq AND status_seq > 1");
  }

  /** How many queue entries are in nobody's hands. */
  int waiting() {
    return count("SELECT count(*) FROM scheduled_tasks WHERE NOT picked");
  }

  /** Breaks every connection but those of the harness, and returns how many there were. */
  int dropConnections() {
    return count(
        """
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE backend_type = 'client backend' AND application_name <> ?
        """,
        OURS);
  }
}
