package io.flowforge.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * The limits of a transaction. They are set for each transaction, not for the session: behind a
 * pooler such as PgBouncer a transaction may get any session, and settings of a session would be
 * lost, or left to others. They travel with the first statement and cost no round trip.
 */
final class TransactionLimits {

  static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);

  /**
   * The longest pause between two statements of a transaction. It ends the transaction of a server
   * that froze or whose machine was lost, which would otherwise keep rows locked.
   */
  static final Duration IDLE_TIMEOUT = Duration.ofSeconds(10);

  private static final String OF_A_STATEMENT =
      "SET LOCAL statement_timeout = %d; ".formatted(STATEMENT_TIMEOUT.toMillis());

  private static final String SETTINGS =
      OF_A_STATEMENT
          + "SET LOCAL idle_in_transaction_session_timeout = %d; "
              .formatted(IDLE_TIMEOUT.toMillis());

  /**
   * Lets PostgreSQL keep the plan of a statement, and read tables by their indexes: a plan that is
   * kept may have been made when the tables were nearly empty, and to read all of them was cheap.
   */
  static final String ONE_PLAN =
      "SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_seqscan = off; ";

  private static final String COMMIT = ";\nCOMMIT";

  private final Connection connection;
  private boolean areSet;
  private boolean isPlanned;
  private boolean isPlanSet;

  /** The results that come before that of the prepared statement. */
  private int resultsBefore;

  TransactionLimits(Connection connection) {
    this.connection = connection;
  }

  /** See {@link Tx#planOnce}. */
  void planOnce() {
    isPlanned = true;
  }

  /** Sets the limits now, for statements that cannot take them along. */
  void set() throws SQLException {
    String settings = settings(SETTINGS);
    if (!settings.isEmpty()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(settings);
      }
      haveBeenSet();
    }
  }

  /**
   * Prepares a statement that takes along what is not set yet, and the commit if it is the last.
   * There is no pause in a transaction of one statement.
   */
  PreparedStatement prepare(String sql, boolean isLast) throws SQLException {
    String settings = settings(isLast ? OF_A_STATEMENT : SETTINGS);
    resultsBefore = (int) settings.chars().filter(character -> character == ';').count();
    return connection.prepareStatement(settings + sql + (isLast ? COMMIT : ""));
  }

  /** Runs a statement that {@link #prepare} returned, up to its own result. */
  void execute(PreparedStatement statement) throws SQLException {
    statement.execute();
    for (int i = 0; i < resultsBefore; i++) {
      statement.getMoreResults();
    }
    haveBeenSet();
  }

  private String settings(String limits) {
    return (areSet ? "" : limits) + (isPlanned && !isPlanSet ? ONE_PLAN : "");
  }

  private void haveBeenSet() {
    areSet = true;
    isPlanSet = isPlanned;
  }

  /** Removes all limits from the transaction that the connection is in, or that it begins. */
  static void lift(Connection connection, String more) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0;"
              + " SET LOCAL idle_in_transaction_session_timeout = 0;"
              + more);
    }
  }
}
