package io.flowforge.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.flowforge.error.UnavailableException;
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
 * The pool of connections to PostgreSQL, and the one way to a transaction. Safe for use by many
 * threads.
 */
public final class Database implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Database.class.getName());

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);

  /**
   * How long a transaction may go without a statement. A server that freezes within one, or whose
   * machine is gone without a word, would else keep a request's row locked for as long.
   */
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(10);

  /**
   * What <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL</a>
   * says when {@code lock_timeout} is over.
   */
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  /** The connection of the transaction that this thread is in. */
  private final ScopedValue<Connection> current = ScopedValue.newInstance();

  private final HikariDataSource pool;

  private Database(HikariDataSource pool) {
    this.pool = pool;
  }

  /**
   * Opens the pool and waits for a first connection.
   *
   * @param connections how many connections there are at the most
   * @throws io.flowforge.error.UnavailableException when PostgreSQL cannot be reached
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
    config.addDataSourceProperty("connectTimeout", (int) CONNECT_TIMEOUT.toSeconds());
    // Longer than any statement may take, so that only a dead peer trips it.
    config.addDataSourceProperty("socketTimeout", (int) STATEMENT_TIMEOUT.toSeconds() + 5);
    config.addDataSourceProperty("tcpKeepAlive", true);
    config.addDataSourceProperty("ApplicationName", "flowforge");
    config.setConnectionInitSql(
        "SET statement_timeout = %d; SET idle_in_transaction_session_timeout = %d"
            .formatted(STATEMENT_TIMEOUT.toMillis(), IDLE_TIMEOUT.toMillis()));
    var database = new Database(new HikariDataSource(config));
    try {
      database.ping();
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
    return database;
  }

  /**
   * Runs the work in one transaction: committed when it returns, rolled back when it throws.
   * Transactions do not nest.
   *
   * @throws io.flowforge.error.UnavailableException when PostgreSQL does not answer; after that,
   *     only reading tells whether a commit under way took place
   */
  public <T> T inTransaction(Function<Tx, T> work) {
    if (current.isBound()) {
      throw new IllegalStateException("this thread is in a transaction already");
    }
    Tx tx;
    T result;
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      tx = new Tx(connection);
      try {
        result = ScopedValue.where(current, connection).call(() -> work.apply(tx));
        tx.requireIntact();
        connection.commit();
      } catch (SQLException | RuntimeException | Error e) {
        rollBack(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw SqlFailures.translated(e);
    }
    tx.actionsAfterCommit().forEach(Database::runQuietly);
    return result;
  }

  /** Like {@link #inTransaction}, for work that has no result. */
  public void useTransaction(Consumer<Tx> work) {
    inTransaction(
        tx -> {
          work.accept(tx);
          return true;
        });
  }

  /**
   * Runs the work, which may use transactions, while nobody else on this database runs work under
   * the same lock; waits for them as long as a statement may take. The lock dies with the process.
   *
   * @throws io.flowforge.error.UnavailableException when PostgreSQL does not answer, or others take
   *     too long
   */
  public <T> T exclusively(long lock, Supplier<T> work) {
    return exclusively(lock, STATEMENT_TIMEOUT, work);
  }

  /** Like {@link #exclusively(long, Supplier)}, with another patience for who holds the lock. */
  <T> T exclusively(long lock, Duration patience, Supplier<T> work) {
    return withoutTimeouts(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = " + patience.toMillis());
            statement.execute("SELECT pg_advisory_lock(" + lock + ")");
          } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
              throw new UnavailableException(
                  "another Flowforge has been at the same work for %d s; let it end or stop it, then"
                          .formatted(patience.toSeconds())
                      + " try again",
                  e);
            }
            throw e;
          }
          try {
            return work.get();
          } finally {
            unlock(connection, lock);
          }
        });
  }

  /** Work on a connection that may fail like the connection. */
  @FunctionalInterface
  interface ConnectionWork<T> {
    T on(Connection connection) throws SQLException;
  }

  /** Runs work that may take longer than any other statement may. */
  <T> T withoutTimeouts(ConnectionWork<T> work) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      int networkTimeout = connection.getNetworkTimeout();
      connection.setNetworkTimeout(Runnable::run, 0);
      statement.execute("SET statement_timeout = 0");
      try {
        return work.on(connection);
      } finally {
        connection.setAutoCommit(true);
        statement.execute("RESET lock_timeout");
        statement.execute("SET statement_timeout = " + STATEMENT_TIMEOUT.toMillis());
        connection.setNetworkTimeout(Runnable::run, networkTimeout);
      }
    } catch (SQLException e) {
      throw SqlFailures.translated(e);
    }
  }

  private static void unlock(Connection connection, long lock) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_unlock(" + lock + ")");
    }
  }

  /**
   * Asks PostgreSQL for nothing.
   *
   * @throws io.flowforge.error.UnavailableException when PostgreSQL does not answer
   */
  public void ping() {
    useTransaction(tx -> tx.list("SELECT 1 AS one", row -> row.integer("one")));
  }

  /** Measures the pool from now on; to be called once. */
  public void measureBy(MeterRegistry meters) {
    pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(meters));
  }

  /** Connections of their own, for libraries that manage their transactions. */
  public DataSource dataSource() {
    return pool;
  }

  /**
   * Hands out the connection of the transaction that the calling thread is in. For libraries that
   * take only a data source and shall write in our transaction: whatever they do to close, commit
   * or roll back the connection does nothing.
   */
  public DataSource currentTransaction() {
    return TransactionDataSource.of(
        () -> {
          if (!current.isBound()) {
            throw new IllegalStateException("this thread is in no transaction");
          }
          return current.get();
        });
  }

  @Override
  public void close() {
    pool.close();
  }

  private static void rollBack(Connection connection, Throwable cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The pool throws a broken connection away, and the server rolls back what it held.
      cause.addSuppressed(e);
    }
  }

  /** What follows a commit cannot undo it: a failure is logged, and whoever repairs it finds it. */
  private static void runQuietly(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "event=after_commit_failed reason=\"" + e.getMessage() + "\"");
    }
  }
}
