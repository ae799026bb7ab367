package io.flowforge.postgres;

import io.flowforge.error.UnavailableException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Optional;

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
   * What the server said to whoever it did not let in (class 28), or not into a database that it
   * does not have (3D000): a setting is at fault, and waiting does not help. Empty for all else.
   */
  static Optional<String> refusal(Throwable failure) {
    Optional<String> said = Optional.empty();
    // The pool wraps what the driver threw, under the same state.
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql && isRefusal(String.valueOf(sql.getSQLState()))) {
        said = Optional.ofNullable(sql.getMessage());
      }
    }
    return said;
  }

  private static boolean isRefusal(String state) {
    return state.startsWith("28") || state.equals("3D000");
  }

  /**
   * The classes of <a
   * href="https://www.postgresql.org/docs/current/errcodes-appendix.html">SQLSTATE </a> that say
   * nothing about the statement: connections (08), resources (53), intervention of an operator
   * (57), a transaction that lost against another (40), one that was idle for too long (25P03). And
   * a thread that was interrupted while it waited for a connection, which has no class at all.
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
