package io.flowforge.postgres;

import io.flowforge.error.UnavailableException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Optional;

/** The translation of SQL exceptions: outages are told from bugs of ours. */
final class SqlFailures {

  private SqlFailures() {}

  static RuntimeException translated(SQLException failure) {
    if (isOutage(failure)) {
      return new UnavailableException(
          "the database is not responding; retry in a few seconds", failure);
    }
    return new IllegalStateException("SQL failed, state " + failure.getSQLState(), failure);
  }

  /**
   * Returns the server's reason if it rejected the credentials (class 28) or does not have the
   * database (3D000): a setting is wrong, and waiting does not help. Empty for all other failures.
   */
  static Optional<String> refusal(Throwable failure) {
    Optional<String> reason = Optional.empty();
    // The pool wraps the driver's exception and keeps its state.
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql && isRefusal(String.valueOf(sql.getSQLState()))) {
        reason = Optional.ofNullable(sql.getMessage());
      }
    }
    return reason;
  }

  private static boolean isRefusal(String state) {
    return state.startsWith("28") || state.equals("3D000");
  }

  /**
   * Checks for the classes of <a
   * href="https://www.postgresql.org/docs/current/errcodes-appendix.html">SQLSTATE</a> that are not
   * about the statement: connections (08), resources (53), intervention of an operator (57), a
   * transaction that lost against another (40) or was idle for too long (25P03). A thread that was
   * interrupted while it waited for a connection gets an exception without a state.
   */
  private static boolean isOutage(SQLException failure) {
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    return failure instanceof SQLTransientException
        || failure instanceof SQLRecoverableException
        || failure.getCause() instanceof InterruptedException
        || state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("57")
        || state.startsWith("40")
        || state.equals("25P03");
  }
}
