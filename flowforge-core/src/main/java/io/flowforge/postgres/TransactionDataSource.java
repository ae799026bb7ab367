package io.flowforge.postgres;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source that lends the connection of a transaction, which the borrower cannot end. */
final class TransactionDataSource implements DataSource {

  private static final Set<String> RESERVED_FOR_OWNER =
      Set.of("close", "commit", "rollback", "setAutoCommit");

  /** A source of the connection of this thread's transaction. */
  @FunctionalInterface
  interface ConnectionSource {
    Connection get() throws SQLException;
  }

  private final ConnectionSource transaction;

  private TransactionDataSource(ConnectionSource transaction) {
    this.transaction = transaction;
  }

  static DataSource of(ConnectionSource transaction) {
    return new TransactionDataSource(transaction);
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = transaction.get();
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, method, arguments) -> {
              if (RESERVED_FOR_OWNER.contains(method.getName())) {
                return null;
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("java.util.logging is not used here");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("not a wrapper of " + type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
