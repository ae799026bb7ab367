package io.flowforge.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.flowforge.error.InvalidException;
import io.flowforge.error.UnavailableException;
import io.flowforge.trace.LogEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * The pool of connections to PostgreSQL, and the only way to start a transaction. Safe for use by
 * many threads.
 */
public final class Database implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Database.class.getName());

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Longer than any statement may take, so that only a dead peer exceeds it. */
  private static final Duration SOCKET_TIMEOUT = TransactionLimits.STATEMENT_TIMEOUT.plusSeconds(5);

  /**
   * The <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">SQLSTATE</a> of a
   * statement that waited longer than {@code lock_timeout}.
   */
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  /** This thread's transaction. */
  private final ScopedValue<Tx> current = ScopedValue.newInstance();

  private final HikariDataSource pool;

  private Database(HikariDataSource pool) {
    this.pool = pool;
  }

  /**
   * Opens the pool and waits for the first connection; if it may have more, for the second, too, in
   * order to find out whether a connection pooler is in between that cannot work.
   *
   * @param connections the maximum number of connections
   * @throws InvalidException if PostgreSQL rejects the user or the database, or if a pooler loses
   *     prepared statements
   * @throws io.flowforge.error.UnavailableException if PostgreSQL cannot be reached
   */
  public static Database open(PostgresUri uri, int connections) {
    var config = new HikariConfig();
    config.setPoolName("flowforge");
    config.setJdbcUrl(uri.jdbcUrl());
    config.setUsername(uri.user());
    config.setPassword(uri.password());
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(Math.min(connections, 4));
    config.setConnectionTimeout(CONNECT_TIMEOUT.toMillis());
    config.setInitializationFailTimeout(-1);
    // As strings: the driver ignores values of any other type.
    config.addDataSourceProperty("connectTimeout", Long.toString(CONNECT_TIMEOUT.toSeconds()));
    config.addDataSourceProperty("socketTimeout", Long.toString(SOCKET_TIMEOUT.toSeconds()));
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("ApplicationName", "flowforge");
    var database = new Database(new HikariDataSource(config));
    try {
      database.ping();
      if (connections > 1) {
        database.requirePreparedStatements(uri);
      }
    } catch (RuntimeException e) {
      database.close();
      throw SqlFailures.whenOpening(e, uri);
    }
    return database;
  }

  /**
   * Runs the work in one transaction, which is committed when the work returns and rolled back when
   * it throws. Transactions do not nest.
   *
   * @throws io.flowforge.error.UnavailableException if PostgreSQL does not respond; whether a
   *     pending commit took place can then only be found out by reading
   */
  public <T> T inTransaction(Function<Tx, T> work) {
    if (current.isBound()) {
      throw new IllegalStateException("this thread already has a transaction");
    }
    Tx tx;
    T result;
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      tx = new Tx(connection);
      try {
        result = ScopedValue.where(current, tx).call(() -> work.apply(tx));
        tx.commit();
      } catch (SQLException | RuntimeException | Error e) {
        rollBack(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw translated(e);
    }
    tx.actionsAfterCommit().forEach(Database::runQuietly);
    return result;
  }

  private void requirePreparedStatements(PostgresUri uri) {
    try {
      PreparedStatementProbe.requireKept(pool, uri);
    } catch (SQLException e) {
      throw translated(e);
    }
  }

  /** Nobody waits for a call that is still under way when this process has stopped waiting. */
  private RuntimeException translated(SQLException failure) {
    return pool.isClosed()
        ? new UnavailableException(UnavailableException.STOPPING, failure)
        : SqlFailures.translated(failure);
  }

  /** Runs work that has no result in one transaction; see {@link #inTransaction}. */
  public void useTransaction(Consumer<Tx> work) {
    inTransaction(
        tx -> {
          work.accept(tx);
          return true;
        });
  }

  /**
   * Runs the work, which may use transactions, while no other process on this database runs work
   * under the same lock. Waits for the lock as long as a statement may take. The lock ends with the
   * process, because it belongs to a transaction that stays open meanwhile; a lock of the session
   * would be lost behind a pooler.
   *
   * @throws io.flowforge.error.UnavailableException if PostgreSQL does not respond, or if another
   *     process holds the lock for too long
   */
  public <T> T exclusively(long lock, Supplier<T> work) {
    return exclusively(lock, TransactionLimits.STATEMENT_TIMEOUT, work);
  }

  /** Runs the work like {@link #exclusively(long, Supplier)}, waiting this long for the lock. */
  <T> T exclusively(long lock, Duration patience, Supplier<T> work) {
    return patiently(
        connection -> {
          connection.setAutoCommit(false);
          try {
            TransactionLimits.lift(
                connection,
                "SET LOCAL lock_timeout = %d; SELECT pg_advisory_xact_lock(%d)"
                    .formatted(patience.toMillis(), lock));
          } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
              throw new UnavailableException(
                  "another Flowforge process has been doing the same work for %d s; wait until it"
                          .formatted(patience.toSeconds())
                      + " ends or stop it, then retry",
                  e);
            }
            throw e;
          }
          return work.get();
        });
  }

  /** Work on a connection. */
  @FunctionalInterface
  interface ConnectionWork<T> {
    T on(Connection connection) throws SQLException;
  }

  /** Runs work whose statements and transactions may take any time. */
  <T> T withoutTimeouts(ConnectionWork<T> work) {
    return patiently(connection -> work.on(UnlimitedConnection.of(connection)));
  }

  /** Runs the work on a connection that waits for PostgreSQL without a limit. */
  private <T> T patiently(ConnectionWork<T> work) {
    try (Connection connection = pool.getConnection()) {
      // The pool restores both settings of the connection.
      connection.setNetworkTimeout(Runnable::run, 0);
      try {
        T result = work.on(connection);
        if (!connection.getAutoCommit()) {
          connection.rollback();
        }
        return result;
      } catch (SQLException | RuntimeException | Error e) {
        rollBack(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw translated(e);
    }
  }

  /** Runs a statement that PostgreSQL does not allow in a transaction. */
  void execute(String sql) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw translated(e);
    }
  }

  /**
   * Checks that PostgreSQL responds.
   *
   * @throws io.flowforge.error.UnavailableException if it does not
   */
  public void ping() {
    useTransaction(tx -> tx.list("SELECT 1 AS one", row -> row.integer("one")));
  }

  /** Returns the maximum number of connections. */
  public int connections() {
    return pool.getMaximumPoolSize();
  }

  /** Publishes the metrics of the pool. Call it once. */
  public void measureBy(MeterRegistry meters) {
    pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(meters));
  }

  /** Returns the pool, for those that manage their own transactions. */
  public DataSource dataSource() {
    return pool;
  }

  @Override
  public void close() {
    pool.close();
  }

  private static void rollBack(Connection connection, Throwable cause) {
    try {
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
    } catch (SQLException e) {
      // The pool discards a broken connection, and the server rolls its transaction back.
      cause.addSuppressed(e);
    }
  }

  /** Logs a failure instead of throwing it: the commit cannot be undone, and a repair follows. */
  private static void runQuietly(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          LogEvent.of("after_commit_failed").with("reason", String.valueOf(e.getMessage())));
    }
  }
}
