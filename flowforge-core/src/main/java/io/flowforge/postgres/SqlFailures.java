package io.flowforge.postgres;

import io.flowforge.error.UnavailableException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;

/** Tells a database that does not answer from a fault of ours. */
final class SqlFailures {

  private SqlFailures() {}

  static RuntimeException translated(SQLException failure) {
    if (isOutage(failure)) {
      return new UnavailableException(
          "the database does not answer; try again in a few seconds", failure);
    }
    return new IllegalStateException("SQL failed, state " + failure.getSQLState(), failure);
  }

  /**
   * The classes of <a
   * href="https://www.postgresql.org/docs/current/errcodes-appendix.html">SQLSTATE </a> that say
   * nothing about the statement: connections (08), resources (53), intervention of an operator
   * (57), a transaction that lost against another (40), one that was idle for too long (25P03).
   */
  private static boolean isOutage(SQLException failure) {
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    return failure instanceof SQLTransientException
        || failure instanceof SQLRecoverableException
        || state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("57")
        || state.startsWith("40")
        || state.equals("25P03");
  }
}
