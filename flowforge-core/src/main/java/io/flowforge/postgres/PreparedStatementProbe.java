package io.flowforge.postgres;

import io.flowforge.error.InvalidException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
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

  /** Connections that always have sessions of their own so often have no pooler in between. */
  private static final int LOOKS_WITHOUT_POOLER = 3;

  /** Enough for other clients of the pooler to leave a session alone for a moment. */
  private static final int MAX_LOOKS = 50;

  /**
   * The driver <a href="https://jdbc.postgresql.org/documentation/server-prepare/">prepares a
   * statement on the server</a> when it is executed for the fifth time.
   */
  private static final int EXECUTIONS = 6;

  private PreparedStatementProbe() {}

  /**
   * Checks whether a second connection finds what the driver has prepared for a first one, under
   * the driver's name; poolers that keep track of statements rename them. If the pooler is busy all
   * the time, the fault may remain hidden.
   *
   * @param pool of two connections or more
   * @throws InvalidException if prepared statements get lost
   */
  static void requireKept(DataSource pool, PostgresUri uri) throws SQLException {
    try (Connection one = pool.getConnection();
        Connection other = pool.getConnection()) {
      if (shareSession(one, other) && findsStatementOf(one, other)) {
        throw new InvalidException(
            "POSTGRES_URI: at %s, %s".formatted(uri.address(), SqlFailures.LOST_STATEMENT));
      }
    }
  }

  private static boolean shareSession(Connection one, Connection other) throws SQLException {
    Set<Integer> ofOne = new HashSet<>();
    Set<Integer> ofOther = new HashSet<>();
    for (int look = 1; look <= MAX_LOOKS; look++) {
      ofOne.add(session(one));
      ofOther.add(session(other));
      if (!Collections.disjoint(ofOne, ofOther)) {
        return true;
      }
      if (look == LOOKS_WITHOUT_POOLER && ofOne.size() == 1 && ofOther.size() == 1) {
        return false;
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

  private static boolean findsStatementOf(Connection one, Connection other) throws SQLException {
    String mark = UUID.randomUUID().toString();
    for (int look = 0; look < MAX_LOOKS; look++) {
      prepare(one, mark);
      if (hasDriversStatement(other, mark)) {
        return true;
      }
    }
    return false;
  }

  private static void prepare(Connection connection, String mark) throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT 1 AS \"%s\"".formatted(mark))) {
      for (int execution = 0; execution < EXECUTIONS; execution++) {
        statement.execute();
      }
    }
    connection.commit();
  }

  private static boolean hasDriversStatement(Connection connection, String mark)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT 1 FROM pg_prepared_statements
                WHERE name LIKE 'S\\_%%' AND statement LIKE '%%%s%%'
                """
                    .formatted(mark))) {
      return rows.next();
    }
  }
}
