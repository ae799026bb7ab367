package io.flowforge.postgres;

import io.flowforge.error.InvalidException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Finds out whether a connection pooler loses the driver's prepared statements. A pooler such as <a
 * href="https://www.pgbouncer.org/features.html">PgBouncer</a> in transaction mode gives each
 * transaction any session, and the driver numbers its statements in each connection: {@code S_1} of
 * one connection is then unknown, or a statement of another one. Usually that fails with one of
 * several errors; it can also run the wrong statement, so it must not begin.
 */
final class PreparedStatementProbe {

  /** How often to compare, in case the sessions of a pooler are busy. */
  private static final int ATTEMPTS = 3;

  /**
   * The driver <a href="https://jdbc.postgresql.org/documentation/server-prepare/">prepares a
   * statement on the server</a> when it is executed for the fifth time.
   */
  private static final int EXECUTIONS = 6;

  /** The driver's names begin with this; poolers that keep track of statements rename them. */
  private static final String DRIVERS_NAME = "S_";

  private PreparedStatementProbe() {}

  /**
   * Checks two connections. A session that another process uses meanwhile can hide the fault.
   *
   * @param pool of two connections or more
   * @throws InvalidException if prepared statements get lost
   */
  static void requireKept(DataSource pool, PostgresUri uri) throws SQLException {
    try (Connection one = pool.getConnection();
        Connection other = pool.getConnection()) {
      if (useOneSession(one, other) && keepsDriversName(one)) {
        throw new InvalidException(
            "POSTGRES_URI: at %s, %s".formatted(uri.address(), SqlFailures.LOST_STATEMENT));
      }
    }
  }

  private static boolean useOneSession(Connection one, Connection other) throws SQLException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (session(one) == session(other)) {
        return true;
      }
    }
    return false;
  }

  private static int session(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT pg_backend_pid()")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /** Returns whether the session has a statement under the name that the driver has given it. */
  private static boolean keepsDriversName(Connection connection) throws SQLException {
    // Sessions may have statements of others, whose names prove nothing.
    String sql =
        "SELECT name FROM pg_prepared_statements WHERE statement LIKE '%%%s%%'"
            .formatted(UUID.randomUUID());
    connection.setAutoCommit(false);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      boolean isKept = false;
      for (int execution = 0; execution < EXECUTIONS; execution++) {
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            isKept |= rows.getString(1).startsWith(DRIVERS_NAME);
          }
        }
      }
      return isKept;
    } finally {
      connection.rollback();
    }
  }
}
