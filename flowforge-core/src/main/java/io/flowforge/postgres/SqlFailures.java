package io.flowforge.postgres;

import io.flowforge.error.InvalidException;
import io.flowforge.error.UnavailableException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Optional;
import java.util.Set;

/** The translation of SQL exceptions: outages are told from bugs of ours. */
final class SqlFailures {

  private SqlFailures() {}

  /** A write to a standby, or to a database that an operator has made read-only. */
  private static final String READ_ONLY = "25006";

  private static final String DISK_FULL = "53100";

  /** A prepared statement that is unknown, or exists already: the session is another one. */
  private static final Set<String> LOST_STATEMENTS = Set.of("26000", "42P05");

  /** What is wrong if one of them occurs, and its cure. */
  static final String LOST_STATEMENT =
      "the connection pooler of the database loses prepared statements; add prepareThreshold=0"
          + " to POSTGRES_URI, or use PgBouncer 1.21 or newer with max_prepared_statements";

  /** A statement behind one that failed, in the same transaction. */
  private static final String TRANSACTION_ABORTED = "25P02";

  /** Translates a failure; one that only follows from another is reported as the other. */
  static RuntimeException translated(SQLException reported) {
    SQLException failure = originOf(reported);
    if (LOST_STATEMENTS.contains(String.valueOf(failure.getSQLState()))) {
      return new UnavailableException(LOST_STATEMENT, failure);
    }
    if (READ_ONLY.equals(failure.getSQLState())) {
      return new UnavailableException(
          "the database is read-only at the moment; retry in a few seconds", failure);
    }
    if (DISK_FULL.equals(failure.getSQLState())) {
      return new UnavailableException(
          "the database has no disk space left; retry when there is some", failure);
    }
    if (failure.getCause() instanceof InterruptedException) {
      // While it waited for a connection; PostgreSQL has nothing to do with it.
      return new UnavailableException(UnavailableException.INTERRUPTED, failure);
    }
    if (isOutage(failure)) {
      return new UnavailableException(
          "the database is not responding; retry in a few seconds", failure);
    }
    return new IllegalStateException("SQL failed, state " + failure.getSQLState(), failure);
  }

  /**
   * Returns what to tell operators when the first connection fails. If the server rejected the
   * credentials (class 28), does not have the database (3D000), or a pooler rejected a parameter, a
   * setting is wrong, and waiting does not help.
   */
  static RuntimeException whenOpening(RuntimeException failure, PostgresUri uri) {
    return refusal(failure)
        .<RuntimeException>map(
            reason ->
                new InvalidException(
                    "POSTGRES_URI: PostgreSQL at %s refuses the connection: %s; correct the user,"
                            .formatted(uri.address(), reason)
                        + " password or database"))
        .orElseGet(
            () ->
                failure instanceof UnavailableException && !hasItsCure(failure)
                    ? new UnavailableException(
                        ("the database is not responding at %s (%s); check that PostgreSQL is running"
                                + " and POSTGRES_URI is right%s, then retry")
                            .formatted(
                                uri.address(),
                                rootOf(failure).getMessage(),
                                uri.asksForTls() ? ", with the parameters for TLS in it" : ""),
                        failure)
                    : failure);
  }

  /** The driver keeps the failure that aborted a transaction as the cause of those behind it. */
  private static SQLException originOf(SQLException failure) {
    SQLException origin = failure;
    while (TRANSACTION_ABORTED.equals(origin.getSQLState())
        && origin.getCause() instanceof SQLException earlier) {
      origin = earlier;
    }
    return origin;
  }

  private static boolean hasItsCure(RuntimeException failure) {
    return failure.getCause() instanceof SQLException sql
        && LOST_STATEMENTS.contains(String.valueOf(sql.getSQLState()));
  }

  private static Optional<String> refusal(Throwable failure) {
    Optional<String> reason = Optional.empty();
    // The pool wraps the driver's exception and keeps its state.
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql && isRefusal(sql)) {
        reason = Optional.ofNullable(sql.getMessage());
      }
    }
    return reason;
  }

  private static Throwable rootOf(Throwable failure) {
    return failure.getCause() == null ? failure : rootOf(failure.getCause());
  }

  private static boolean isRefusal(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return state.startsWith("28")
        || state.equals("3D000")
        // PgBouncer has the same state for everything.
        || String.valueOf(failure.getMessage()).contains("unsupported startup parameter");
  }

  /**
   * Checks for the classes of <a
   * href="https://www.postgresql.org/docs/current/errcodes-appendix.html">SQLSTATE</a> that are not
   * about the statement: connections (08), resources (53), intervention of an operator (57), a
   * transaction that lost against another (40) or was idle for too long (25P03).
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
