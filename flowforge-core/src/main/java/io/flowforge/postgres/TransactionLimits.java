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

  private static final String SETTINGS =
      "SET LOCAL statement_timeout = %d; SET LOCAL idle_in_transaction_session_timeout = %d; "
          .formatted(STATEMENT_TIMEOUT.toMillis(), IDLE_TIMEOUT.toMillis());

  private static final int RESULTS_OF_SETTINGS = 2;

  private final Connection connection;
  private boolean areSet;

  TransactionLimits(Connection connection) {
    this.connection = connection;
  }

  /** Sets the limits now, for statements that cannot take them along. */
  void set() throws SQLException {
    if (!areSet) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(SETTINGS);
      }
      areSet = true;
    }
  }

  /** Prepares a statement that takes the limits along if it is the first. */
  PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepareStatement(areSet ? sql : SETTINGS + sql);
  }

  /** Runs a statement that {@link #prepare} returned, up to its own result. */
  void execute(PreparedStatement statement) throws SQLException {
    statement.execute();
    if (!areSet) {
      for (int i = 0; i < RESULTS_OF_SETTINGS; i++) {
        statement.getMoreResults();
      }
      areSet = true;
    }
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
